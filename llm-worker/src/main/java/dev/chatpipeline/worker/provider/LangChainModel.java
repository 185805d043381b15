package dev.chatpipeline.worker.provider;

import static java.util.concurrent.CompletableFuture.delayedExecutor;

import dev.chatpipeline.worker.generation.Prompt;
import dev.chatpipeline.worker.generation.StreamingModel;
import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A langchain4j model behind the port. Each answer has a virtual thread that sends, reads, parses and delivers. */
final class LangChainModel implements StreamingModel {

    private static final Logger log = LoggerFactory.getLogger(LangChainModel.class);

    /** How long a server may take to end its response after the answer is complete, so that the connection is kept. */
    private static final int LINGER_SECONDS = 1;

    private final Info info;
    private final StreamingChatModel model;
    private final Failures failures;

    LangChainModel(Info info, StreamingChatModel model, Failures failures) {
        this.info = info;
        this.model = model;
        this.failures = failures;
    }

    @Override
    public Info info() {
        return info;
    }

    @Override
    public Call ask(Prompt prompt, Listener listener) {
        Answer answer = new Answer(prompt, new Delivery(listener));
        answer.thread.start();
        return answer;
    }

    final class Answer implements Call, StreamingChatResponseHandler {

        /** langchain4j makes it "other". */
        private static final Pattern REFUSAL = Pattern.compile("\"stop_reason\"\\s*:\\s*\"refusal\"");

        private final Prompt prompt;
        private final Delivery delivery;
        private final Exchange exchange = new Exchange();
        private final Thread thread = Thread.ofVirtual().name("answer").unstarted(this::run);
        private boolean refused;

        Answer(Prompt prompt, Delivery delivery) {
            this.prompt = prompt;
            this.delivery = delivery;
        }

        private void run() {
            if (delivery.over()) {
                return;
            }
            try {
                exchange.during(() -> model.chat(ChatRequests.of(prompt), this));
                // The end of the response was not the end of the answer.
                delivery.fail(failures.cut());
            } catch (FailureException e) {
                delivery.fail(e.failure());
            } catch (RuntimeException e) {
                onError(e);
            }
        }

        @Override
        public void onPartialResponse(String text) {
            delivery.text(text);
            if (delivery.over()) {
                exchange.close();
            }
        }

        @Override
        public void onUnmappedRawEvent(Object event) {
            refused |= event instanceof ServerSentEvent sent
                    && REFUSAL.matcher(sent.data()).find();
        }

        @Override
        public void onCompleteResponse(ChatResponse response) {
            FinishReason reason = response.finishReason();
            if (reason == null && exchange.atEnd()) {
                delivery.fail(failures.cut());
            } else if (reason == FinishReason.CONTENT_FILTER || refused) {
                delivery.fail(failures.filtered());
            } else if (!delivery.anyText()) {
                delivery.fail(failures.empty(wire(reason)));
            } else {
                delivery.complete(completion(wire(reason), response.tokenUsage()));
            }
            delayedExecutor(LINGER_SECONDS, TimeUnit.SECONDS).execute(exchange::close);
        }

        @Override
        public void onError(Throwable e) {
            // Not its message: it may quote the conversation.
            log.warn("An answer of {} cannot be read: {}", info, e.getClass().getName());
            delivery.fail(failures.unreadable());
            exchange.close();
        }

        boolean running() {
            return thread.isAlive();
        }

        @Override
        public void close() {
            delivery.close();
            exchange.close();
        }
    }

    private static String wire(@Nullable FinishReason reason) {
        return switch (reason) {
            case STOP -> "stop";
            case LENGTH -> "length";
            case TOOL_EXECUTION -> "tool_calls";
            case CONTENT_FILTER -> "content_filter";
            case OTHER -> "other";
            case null -> "other";
        };
    }

    private static Completion completion(String finishReason, @Nullable TokenUsage usage) {
        return usage == null
                ? new Completion(finishReason, null, null)
                : new Completion(finishReason, said(usage.inputTokenCount()), said(usage.outputTokenCount()));
    }

    /** Zero is langchain4j's number where the server said none. */
    private static @Nullable Integer said(@Nullable Integer tokens) {
        return tokens == null || tokens == 0 ? null : tokens;
    }
}
