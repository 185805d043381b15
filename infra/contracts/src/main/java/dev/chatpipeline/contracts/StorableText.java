package dev.chatpipeline.contracts;

/** Text as PostgreSQL and UTF-8 can hold it: neither U+0000 nor half of a surrogate pair. */
public final class StorableText {

    /** What {@link #isStorable} requires, for error messages. */
    public static final String RULE = "no U+0000 and no unpaired surrogate";

    private StorableText() {}

    /** Whether the text can be stored as it is. */
    public static boolean isStorable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isLowSurrogate(c)) {
                return false;
            }
            if (Character.isHighSurrogate(c)) {
                i++;
                if (i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The text as a row holds it: PostgreSQL's {@code text} has no U+0000, so U+FFFD takes its place. */
    public static String withoutNul(String text) {
        return text.replace('\0', '\uFFFD');
    }
}
