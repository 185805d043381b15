package dev.chatpipeline.worker.provider;

import tools.jackson.databind.JsonNode;

/** Tells errors from pieces of an answer; servers put them anywhere in the object, under status 200 too. */
final class ErrorObjects {

    private ErrorObjects() {}

    static boolean isError(JsonNode object) {
        return isSet(object.path("error"))
                || isSet(object.path("choices").path(0).path("error"))
                || object.path("type").asString("").equals("error")
                || object.path("object").asString("").equals("error");
    }

    private static boolean isSet(JsonNode error) {
        return error.isObject() && !error.isEmpty()
                || error.isString() && !error.stringValue().isBlank();
    }
}
