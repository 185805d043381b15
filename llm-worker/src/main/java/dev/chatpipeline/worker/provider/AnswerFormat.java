package dev.chatpipeline.worker.provider;

import tools.jackson.databind.JsonNode;

/** How one API writes the pieces of an answer, streamed or not. */
interface AnswerFormat {

    /** Reads one object of a response that is no error. */
    void read(JsonNode object, AnswerParts parts) throws UnreadableException;
}
