package dev.chatpipeline.worker.provider;

import dev.chatpipeline.worker.generation.StreamingModel.Completion;
import dev.chatpipeline.worker.generation.StreamingModel.Failure;
import dev.chatpipeline.worker.provider.ModelProperties.Server;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads one response to its end and says what it was: a whole answer, or a failure. An answer is whole only if the server
 * said so and nothing in the response contradicts it.
 */
final class AnswerReading {

    private static final JsonMapper JSON = JsonMapper.shared();

    private static final int MAX_LINE_BYTES = 1 << 20;

    /** How long usage and the end may take after the reason for the end, on a connection that the server keeps open. */
    private static final Duration SETTLE = Duration.ofMillis(500);

    private final Response response;
    private final AnswerFormat format;
    private final Delivery delivery;
    private final Failures failures;
    private final Server settings;

    private final EventParser parser = new EventParser();
    private final AnswerParts parts;
    private long settledNanos;

    AnswerReading(Response response, AnswerFormat format, Delivery delivery, Failures failures, Server settings) {
        this.response = response;
        this.format = format;
        this.delivery = delivery;
        this.failures = failures;
        this.settings = settings;
        this.parts = new AnswerParts(delivery);
    }

    /**
     * Delivers the text as it comes, and returns when the server has said all.
     *
     * @throws FailureException when the answer is not whole
     */
    Completion read() throws InterruptedException {
        try {
            lines();
        } catch (InterruptedIOException e) {
            throw interrupted(e);
        } catch (SilentException e) {
            if (!parts.hasReason()) {
                throw new FailureException(failures.stalled(maxSilence()));
            }
        } catch (UnreadableException | JacksonException e) {
            throw failed("answered what cannot be read", e.getClass().getSimpleName(), failures.unreadable());
        } catch (IOException e) {
            if (!parts.hasReason()) {
                throw failed("broke the connection off", String.valueOf(e.getCause()), failures.cut());
            }
        }
        return conclude();
    }

    private void lines() throws IOException {
        BufferedReader lines = new BufferedReader(
                new InputStreamReader(new LineLimit(response.body(), MAX_LINE_BYTES), StandardCharsets.UTF_8));
        while (!parts.ended() && !delivery.over()) {
            response.body().allowSilence(parts.hasReason() ? untilSettled() : maxSilence());
            String line = lines.readLine();
            if (line == null) {
                parser.end();
                return;
            }
            for (ServerEvent event : parser.line(line)) {
                take(event);
            }
        }
    }

    private Duration maxSilence() {
        return delivery.anyText() ? settings.stallTimeout() : settings.firstTokenTimeout();
    }

    private Duration untilSettled() throws SilentException {
        long left = settledNanos - System.nanoTime();
        if (left <= 0) {
            throw new SilentException();
        }
        return Duration.ofNanos(left);
    }

    private void take(ServerEvent event) throws UnreadableException {
        switch (event) {
            case ServerEvent.Done done -> parts.end();
            case ServerEvent.Failed failed -> throw brokenOff(failed.words());
            case ServerEvent.Json json -> {
                JsonNode object = JSON.readTree(json.text());
                if (ErrorObjects.isError(object)) {
                    throw brokenOff(json.text());
                }
                boolean hadReason = parts.hasReason();
                format.read(object, parts);
                if (parts.hasReason() && !hadReason) {
                    settledNanos = System.nanoTime() + SETTLE.toNanos();
                }
            }
        }
    }

    private Completion conclude() {
        String reason = parts.reason();
        if (!parts.anything()) {
            throw failed("answered 200 without an answer", parser.unknown(), failures.unreadable());
        }
        if (reason == null && !parts.ended()) {
            throw failed("ended the response in the middle of the answer", "", failures.cut());
        }
        // Some give no reason, but say in another way that the answer has ended.
        Ending ending = reason == null ? Ending.WHOLE : Ending.of(reason);
        switch (ending) {
            case FILTERED -> throw failed("filtered the answer", String.valueOf(reason), failures.filtered());
            case BROKEN -> throw failed("gave the answer up", String.valueOf(reason), failures.brokenOff());
            case UNKNOWN -> throw failed("ended the answer with", '"' + reason + '"', failures.unknownEnd());
            case WHOLE, TOO_LONG, TOOL_CALL -> {}
        }
        String wire = reason == null ? Ending.UNKNOWN.wire() : ending.wire();
        if (!delivery.anyVisibleText()) {
            boolean tool = parts.toolCalled() || ending == Ending.TOOL_CALL;
            throw failed("gave no text", wire, tool ? failures.toolCall() : failures.empty(wire));
        }
        return new Completion(wire, parts.inputTokens(), parts.outputTokens());
    }

    private FailureException brokenOff(String words) {
        Failure failure = failures.ofErrorEvent(words);
        FailureException failed = failed("broke an answer off", words, failure);
        return Failures.isLasting(words) ? failed.withoutRetry() : failed;
    }

    private FailureException failed(String whatItDid, @Nullable String words, Failure failure) {
        response.warn(whatItDid, words == null || words.isEmpty() ? "(nothing)" : words);
        return new FailureException(failure);
    }

    private static InterruptedException interrupted(InterruptedIOException e) {
        InterruptedException interrupted = new InterruptedException(e.getMessage());
        interrupted.initCause(e);
        return interrupted;
    }
}
