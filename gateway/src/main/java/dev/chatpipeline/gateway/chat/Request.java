package dev.chatpipeline.gateway.chat;

import dev.chatpipeline.contracts.ChatCommand.OnBusy;
import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.gateway.failure.Rejection;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a client asks for, checked for form. */
sealed interface Request {

    /**
     * {@code chat_message}.
     *
     * @param sessionId   null: a new one
     * @param workspaceId null: that of the session
     * @param messageId   null: a new one
     * @param appends     whether no parent was given
     * @param parentId    null: a root, unless it appends
     */
    record Send(
            String message,
            @Nullable String sessionId,
            @Nullable String workspaceId,
            @Nullable String messageId,
            boolean appends,
            @Nullable String parentId,
            OnBusy onBusy)
            implements Request {}

    /**
     * {@code regenerate_message}.
     *
     * @param messageId the answer that is wanted anew
     * @param requestId null: a new one
     */
    record Regenerate(
            String sessionId, String messageId, @Nullable String requestId) implements Request {}

    /**
     * {@code cancel_message}.
     *
     * @param answerId null: all turns
     */
    record Cancel(String sessionId, @Nullable String answerId) implements Request {}

    /** {@code join_session}. */
    record Join(String sessionId) implements Request {}

    /** {@code leave_session}. */
    record Leave(String sessionId) implements Request {}

    /**
     * Reads an event.
     *
     * @param maxMessageBytes of the message's text in UTF-8
     * @throws Rejection when there is no such event or its payload is not as it must be
     */
    static Request parse(String event, List<JsonNode> args, int maxMessageBytes) {
        return switch (event) {
            case "chat_message" -> send(Payload.of(args), maxMessageBytes);
            case "regenerate_message" -> {
                Payload payload = Payload.of(args);
                yield new Regenerate(payload.sessionId(), payload.id("message_id"), payload.optionalId("request_id"));
            }
            case "cancel_message" -> {
                Payload payload = Payload.of(args);
                yield new Cancel(payload.sessionId(), payload.optionalId("answer_id"));
            }
            case "join_session" -> new Join(Payload.of(args).sessionId());
            case "leave_session" -> new Leave(Payload.of(args).sessionId());
            default -> throw new Rejection(FailureCode.UNKNOWN_EVENT, "There is no event " + abbreviated(event) + ".");
        };
    }

    private static Send send(Payload payload, int maxMessageBytes) {
        String sessionId = payload.optionalSessionId();
        String message = payload.text("message");
        if (message.isBlank()) {
            throw new Rejection(FailureCode.MESSAGE_EMPTY, "message: empty (expected: some text)");
        }
        int bytes = message.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > maxMessageBytes) {
            throw new Rejection(
                    FailureCode.MESSAGE_TOO_LONG,
                    "message: " + bytes + " bytes (expected: <= " + maxMessageBytes + ")");
        }
        return new Send(
                message,
                sessionId,
                payload.optionalId("workspace_id"),
                payload.optionalId("message_id"),
                !payload.has("parent_id"),
                payload.isNull("parent_id") ? null : payload.optionalId("parent_id"),
                onBusy(payload));
    }

    private static OnBusy onBusy(Payload payload) {
        String given = payload.optionalText("on_busy");
        if (given == null) {
            return OnBusy.ENQUEUE;
        }
        return Arrays.stream(OnBusy.values())
                .filter(known -> known.name().toLowerCase(Locale.ROOT).equals(given))
                .findFirst()
                .orElseThrow(() -> Payload.invalid("on_busy", abbreviated(given), "enqueue, reject or interrupt"));
    }

    private static String abbreviated(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
