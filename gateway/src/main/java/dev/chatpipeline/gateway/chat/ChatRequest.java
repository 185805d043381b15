package dev.chatpipeline.gateway.chat;

import dev.chatpipeline.contracts.ChatCommand.OnBusy;
import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.gateway.failure.Rejection;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A user's request, syntactically valid. The {@code of} methods throw a {@link Rejection} for anything else. */
public sealed interface ChatRequest {

    /**
     * A message to answer.
     *
     * @param sessionId   null to open a session
     * @param workspaceId null for the session's own
     * @param messageId   null to have one generated
     * @param appends     whether the message goes to the end of the session, because no parent was given
     * @param parentId    null for a root, unless it appends
     */
    record Send(
            String message,
            @Nullable String sessionId,
            @Nullable String workspaceId,
            @Nullable String messageId,
            boolean appends,
            @Nullable String parentId,
            OnBusy onBusy)
            implements ChatRequest {

        /** @param maxMessageBytes bytes of the message's text in UTF-8 */
        public static Send of(RequestFields fields, int maxMessageBytes) {
            String sessionId = fields.optionalSessionId();
            return new Send(
                    ChatRequest.message(fields, maxMessageBytes),
                    sessionId,
                    fields.optionalId("workspace_id"),
                    fields.optionalNewId("message_id"),
                    !fields.has("parent_id"),
                    fields.isNull("parent_id") ? null : fields.optionalId("parent_id"),
                    ChatRequest.onBusy(fields));
        }
    }

    /**
     * A request for another answer to the same message.
     *
     * @param messageId the existing answer
     * @param requestId null to have one generated
     */
    record Regenerate(
            String sessionId, String messageId, @Nullable String requestId) implements ChatRequest {

        public static Regenerate of(RequestFields fields) {
            return new Regenerate(fields.sessionId(), fields.id("message_id"), fields.optionalNewId("request_id"));
        }
    }

    /**
     * A request to cancel turns, waiting or running.
     *
     * @param answerId the answer to cancel; null for all turns of the session
     */
    record Cancel(String sessionId, @Nullable String answerId) implements ChatRequest {

        public static Cancel of(RequestFields fields) {
            return new Cancel(fields.sessionId(), fields.optionalId("answer_id"));
        }
    }

    private static String message(RequestFields fields, int maxBytes) {
        String message = fields.text("message");
        if (message.isBlank()) {
            throw new Rejection(FailureCode.MESSAGE_EMPTY, "message: empty (expected: some text)");
        }
        int bytes = message.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > maxBytes) {
            throw new Rejection(
                    FailureCode.MESSAGE_TOO_LONG, "message: " + bytes + " bytes (expected: <= " + maxBytes + ")");
        }
        return message;
    }

    private static OnBusy onBusy(RequestFields fields) {
        String given = fields.optionalText("on_busy");
        if (given == null) {
            return OnBusy.ENQUEUE;
        }
        return Arrays.stream(OnBusy.values())
                .filter(known -> known.name().toLowerCase(Locale.ROOT).equals(given))
                .findFirst()
                .orElseThrow(() -> Rejection.invalidPayload(
                        "on_busy", RequestFields.abbreviated(given), "enqueue, reject or interrupt"));
    }
}
