package dev.chatpipeline.testkit.records;

import dev.chatpipeline.contracts.ChatCommand;
import dev.chatpipeline.contracts.ChatCommand.OnBusy;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The commands of one session, all of them given at noon. */
public record Chat(String sessionId) {

    public static final Instant NOON = Instant.parse("2026-01-01T12:00:00.123456Z");
    public static final String WORKSPACE = "default";
    public static final String USER = "ann";

    /** The turn that a message with this id makes at that offset. */
    public Turn turn(long offset, String messageId) {
        return again(offset, messageId, messageId);
    }

    /** The turn that asks the question again. */
    public Turn again(long offset, String questionId, String requestId) {
        return new Turn(sessionId, offset, questionId, requestId, "worker");
    }

    /** A message after the last one. */
    public ChatCommand.SendMessage appends(String messageId) {
        return appends(USER, messageId, "text of " + messageId);
    }

    /** Somebody's message after the last one. */
    public ChatCommand.SendMessage appends(String userId, String messageId, String text) {
        return new ChatCommand.SendMessage(
                sessionId, messageId, userId, WORKSPACE, text, true, null, OnBusy.ENQUEUE, NOON);
    }

    /** A message under that one, or a root. */
    public ChatCommand.SendMessage under(@Nullable String parentId, String messageId) {
        return new ChatCommand.SendMessage(
                sessionId, messageId, USER, WORKSPACE, "text of " + messageId, false, parentId, OnBusy.ENQUEUE, NOON);
    }

    public ChatCommand.Regenerate regenerate(String answerId, String requestId) {
        return new ChatCommand.Regenerate(sessionId, answerId, requestId, USER, WORKSPACE, NOON);
    }

    /** Cancels whatever runs or waits. */
    public ChatCommand.Cancel cancel() {
        return new ChatCommand.Cancel(sessionId, null, USER, NOON);
    }

    public ChatCommand.DeleteSession delete() {
        return new ChatCommand.DeleteSession(sessionId, USER, NOON);
    }
}
