package dev.chatpipeline.testkit.guarantee;

import dev.chatpipeline.contracts.MessageStatus;
import org.jspecify.annotations.Nullable;

/** What a row of the message table says, as far as the log decides it. */
public record Row(
        String sessionId,
        String messageId,
        @Nullable String parentId,
        String role,
        @Nullable String userId,
        String content,
        MessageStatus status,
        long turn,
        @Nullable Integer attempt,
        @Nullable String finishReason,
        @Nullable String errorCode,
        int partition,
        @Nullable Long firstOffset,
        @Nullable Long lastOffset,
        @Nullable Long chunks,
        @Nullable String digest,
        @Nullable Boolean verified) {}
