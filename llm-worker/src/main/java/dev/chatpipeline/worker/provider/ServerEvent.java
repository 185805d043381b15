package dev.chatpipeline.worker.provider;

/** What a server says in its response. */
sealed interface ServerEvent {

    /** A JSON object. */
    record Json(String text) implements ServerEvent {}

    /** An error that the stream itself marks as one. */
    record Failed(String words) implements ServerEvent {}

    /** {@code [DONE]}: nothing more is to come. */
    record Done() implements ServerEvent {}
}
