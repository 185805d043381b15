package dev.chatpipeline.worker.provider;

import dev.chatpipeline.worker.generation.StreamingModel.Failure;
import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.http.client.sse.ServerSentEventContext;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Stands between langchain4j's parser and its reader of events. Left alone, an event that cannot be read is logged and
 * left out of the answer, an error inside the stream is passed over by some readers, and {@code [DONE]} counts for
 * nothing, so that a server that says it but keeps the connection open never ends the answer.
 */
final class EventGuard implements ServerSentEventListener {

    private static final Pattern ERROR = Pattern.compile("\\{\\s*\"error\"\\s*:\\s*(?!null)");

    private final ServerSentEventListener reader;
    private final Function<String, Failure> errorEvent;
    private @Nullable Throwable broken;
    private boolean anyEvent;
    private boolean done;

    /** @param errorEvent what it means that the server sent this instead of a piece */
    EventGuard(ServerSentEventListener reader, Function<String, Failure> errorEvent) {
        this.reader = reader;
        this.errorEvent = errorEvent;
    }

    @Override
    public void onEvent(ServerSentEvent event, ServerSentEventContext context) {
        String data = event.data();
        if (data.isBlank()) {
            return;
        }
        anyEvent = true;
        try {
            if ("error".equals(event.event()) || ERROR.matcher(data).lookingAt()) {
                throw new FailureException(errorEvent.apply(data));
            }
            if ("[DONE]".equals(data)) {
                done = true;
                reader.onClose();
            } else {
                reader.onEvent(event, context);
            }
        } catch (RuntimeException e) {
            broken = e;
            context.parsingHandle().cancel();
        }
    }

    @Override
    public void onError(Throwable thrown) {
        broken = thrown;
    }

    /** What ended the stream before its end, null: nothing did. */
    @Nullable
    Throwable broken() {
        return broken;
    }

    boolean anyEvent() {
        return anyEvent;
    }

    /** Whether {@code [DONE]} was said. */
    boolean done() {
        return done;
    }
}
