package dev.chatpipeline.projector.topology;

import dev.chatpipeline.contracts.ChatJson;
import dev.chatpipeline.contracts.MalformedRecordException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads the only field of a chunk that is needed here: parsing the rest would cost more than the token. */
final class ChunkText {

    private static final String FIELD = "chunk";

    private ChunkText() {}

    /** @throws MalformedRecordException when the value has no such text */
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
