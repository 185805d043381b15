package dev.chatpipeline.worker.provider;

/**
 * How many tokens a text takes, for any model: a third of its UTF-8 bytes, rounded up. That is about one per Chinese
 * character and a third too many for English; too many only shortens the context, too few would fail the request.
 */
final class TokenEstimator {

    private static final int BYTES_PER_TOKEN = 3;

    private TokenEstimator() {}

    static int estimate(String text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // A surrogate is half of four bytes.
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return Math.toIntExact((bytes + BYTES_PER_TOKEN - 1) / BYTES_PER_TOKEN);
    }
}
