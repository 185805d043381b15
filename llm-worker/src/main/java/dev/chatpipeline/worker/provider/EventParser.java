package dev.chatpipeline.worker.provider;

import dev.chatpipeline.worker.provider.ServerEvent.Done;
import dev.chatpipeline.worker.provider.ServerEvent.Failed;
import dev.chatpipeline.worker.provider.ServerEvent.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads server-sent events, lines of JSON and plain JSON bodies alike, line by line. An event takes effect with the line
 * that completes it and does not wait for the blank line, which some servers send late or never.
 */
final class EventParser {

    private static final String DONE = "[DONE]";
    private static final int MAX_OBJECT_CHARS = 1 << 20;

    private final JsonObjects objects = new JsonObjects(MAX_OBJECT_CHARS);
    /** Whether the open object stands in the body itself and not behind {@code data:}. */
    private boolean bare;
    /** The current event's {@code event:} and last {@code data:}, in whatever order they come. */
    private String name = "";

    private String data = "";
    private String unknown = "";

    /**
     * Returns what the next line says.
     *
     * @throws UnreadableException when it cannot be part of an answer
     */
    List<ServerEvent> line(String line) throws UnreadableException {
        if (!objects.isOpen()) {
            bare = line.stripLeading().startsWith("{");
        }
        if (bare) {
            return json(line);
        }
        if (line.isBlank()) {
            endOfEvent();
            return List.of();
        }
        int colon = line.indexOf(':');
        String value = colon < 0 ? "" : line.substring(colon + 1).strip();
        return switch (colon < 0 ? line : line.substring(0, colon)) {
            case "data" -> data(value);
            case "error" -> List.of(new Failed(value));
            case "event" -> named(value);
            case "", "id", "retry" -> List.of();
            case DONE -> List.of(new Done());
            default -> {
                unknown = unknown.isEmpty() ? line : unknown;
                yield List.of();
            }
        };
    }

    /** The response has ended. */
    void end() throws UnreadableException {
        if (objects.isOpen()) {
            throw new UnreadableException("an end within a JSON object");
        }
    }

    /** The first line that meant nothing, empty: none. */
    String unknown() {
        return unknown;
    }

    private void endOfEvent() throws UnreadableException {
        if (objects.isOpen()) {
            throw new UnreadableException("an event that ends within a JSON object");
        }
        name = "";
        data = "";
    }

    private List<ServerEvent> named(String value) {
        name = value;
        return isError() && !data.isEmpty() ? List.of(new Failed(data)) : List.of();
    }

    private List<ServerEvent> data(String value) throws UnreadableException {
        data = value;
        return isError() ? List.of(new Failed(value)) : json(value);
    }

    private boolean isError() {
        return name.equals("error");
    }

    private List<ServerEvent> json(String text) throws UnreadableException {
        boolean done = text.endsWith(DONE);
        List<ServerEvent> events = new ArrayList<>(1);
        for (String object : objects.take(done ? text.substring(0, text.length() - DONE.length()) : text)) {
            events.add(new Json(object));
        }
        if (done) {
            endOfEvent();
            events.add(new Done());
        }
        return events;
    }
}
