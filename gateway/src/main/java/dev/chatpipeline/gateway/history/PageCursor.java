package dev.chatpipeline.gateway.history;

import dev.chatpipeline.contracts.StorableText;
import dev.chatpipeline.gateway.failure.Rejection;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Where the next page begins, opaque to clients: a kind and a text, encoded in base64url. */
final class PageCursor {

    private PageCursor() {}

    static String encode(char kind, String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString((kind + text).getBytes(StandardCharsets.UTF_8));
    }

    /** @throws Rejection {@code invalid_payload} if the cursor is not one of this kind */
    static String decode(char kind, String cursor) {
        String text;
        try {
            text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw invalid(cursor);
        }
        if (text.isEmpty() || text.charAt(0) != kind || !StorableText.isStorable(text)) {
            throw invalid(cursor);
        }
        return text.substring(1);
    }

    static Rejection invalid(String cursor) {
        return Rejection.invalidPayload("before", cursor, "`next` of an earlier page");
    }
}
