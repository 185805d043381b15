package dev.chatpipeline.worker.provider;

import org.jspecify.annotations.Nullable;

/** Makes a server's words fit for the log: one short line, without the key that some servers repeat. */
record LoggableWords(@Nullable String apiKey) {

    private static final int MAX_CHARS = 300;

    String of(String words) {
        String line = words.replaceAll("\\p{Cntrl}+", " ").strip();
        String open = apiKey == null ? line : line.replace(apiKey, "***");
        return open.substring(0, Math.min(open.length(), MAX_CHARS));
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "LoggableWords";
    }
}
