package dev.chatpipeline.projector.topology;

import dev.chatpipeline.contracts.ChatJson;
import dev.chatpipeline.contracts.MalformedRecordException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads a chunk's text, the only field that the fold needs. Binding the whole event would cost much more. */
final class ChunkText {

    private static final String FIELD = "chunk";

    private ChunkText() {}

    /** @throws MalformedRecordException if the value has no text */
    static String of(byte[] value) {
        try (JsonParser json = ChatJson.mapper().createParser(value)) {
            if (json.nextToken() == JsonToken.START_OBJECT) {
                while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                    boolean found = FIELD.equals(json.currentName());
                    if (json.nextToken() == JsonToken.VALUE_STRING && found) {
                        return json.getString();
                    }
                    json.skipChildren();
                }
            }
        } catch (JacksonException e) {
            throw new MalformedRecordException("value of chat_chunk: " + e.getOriginalMessage(), e);
        }
        throw new MalformedRecordException("value of chat_chunk: no text " + FIELD + " (expected: present)");
    }
}
