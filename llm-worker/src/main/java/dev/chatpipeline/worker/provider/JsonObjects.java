package dev.chatpipeline.worker.provider;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts text into JSON objects where their braces close. Servers put one object over several lines and several into one
 * line, so neither a line nor an event says where an object ends.
 */
final class JsonObjects {

    private final int maxChars;
    private final StringBuilder open = new StringBuilder();
    private int depth;
    private boolean inString;
    private boolean escaped;

    JsonObjects(int maxChars) {
        this.maxChars = maxChars;
    }

    /** Whether an object has begun and not ended. */
    boolean isOpen() {
        return depth > 0;
    }

    /**
     * Takes the next line and returns the objects that it completes.
     *
     * @throws UnreadableException when the line cannot be part of JSON objects
     */
    List<String> take(String line) throws UnreadableException {
        List<String> complete = new ArrayList<>(1);
        int from = 0;
        for (int i = 0; i < line.length(); i++) {
            if (closes(line.charAt(i))) {
                complete.add(open.append(line, from, i + 1).toString());
                open.setLength(0);
                from = i + 1;
            }
        }
        if (inString) {
            throw new UnreadableException("a line that ends within a JSON string");
        }
        if (isOpen()) {
            open.append(line, from, line.length()).append('\n');
            if (open.length() > maxChars) {
                throw new UnreadableException("an object over " + maxChars + " characters");
            }
        }
        return complete;
    }

    private boolean closes(char c) throws UnreadableException {
        if (inString) {
            inString = escaped || c != '"';
            escaped = !escaped && c == '\\';
        } else if (c == '{') {
            depth++;
        } else if (!isOpen()) {
            if (!Character.isWhitespace(c)) {
                throw new UnreadableException("text outside of a JSON object");
            }
        } else if (c == '"') {
            inString = true;
        } else if (c == '}') {
            depth--;
            return depth == 0;
        }
        return false;
    }
}
