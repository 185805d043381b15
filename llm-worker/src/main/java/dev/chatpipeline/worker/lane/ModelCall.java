package dev.chatpipeline.worker.lane;

import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.worker.generation.Prompt;
import dev.chatpipeline.worker.generation.StreamingModel;
import dev.chatpipeline.worker.generation.StreamingModel.Completion;
import dev.chatpipeline.worker.generation.StreamingModel.Failure;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An attempt's request to its model. Confined to the lane's mailbox, into which it brings what the model says on threads of
 * its own.
 */
final class ModelCall {

    private static final Logger log = LoggerFactory.getLogger(ModelCall.class);

    /** Takes what the model says, in the mailbox. */
    interface Listener {

        void text(String piece);

        void end(AttemptEnd how);
    }

    private final StreamingModel model;
    private final Executor mailbox;
    private final Listener listener;
    private StreamingModel.@Nullable Call call;

    ModelCall(StreamingModel model, Executor mailbox, Listener listener) {
        this.model = model;
        this.mailbox = mailbox;
        this.listener = listener;
    }

    void ask(Supplier<Prompt> prompt) {
        try {
            call = model.ask(prompt.get(), new FromModel());
        } catch (RuntimeException | StackOverflowError e) {
            log.warn("Model {} could not be asked", model.info(), e);
            listener.end(AttemptEnd.failed(FailureCode.INTERNAL, "The model could not be asked."));
        }
    }

    /** Closes the connection to the model. What the model has said may still reach the listener. */
    void close() {
        if (call != null) {
            call.close();
            call = null;
        }
    }

    private final class FromModel implements StreamingModel.Listener {

        @Override
        public void onText(String text) {
            mailbox.execute(() -> listener.text(text));
        }

        @Override
        public void onComplete(Completion completion) {
            mailbox.execute(() -> listener.end(new AttemptEnd.Complete(completion)));
        }

        @Override
        public void onFailure(Failure failure) {
            mailbox.execute(() -> listener.end(new AttemptEnd.Failed(failure)));
        }
    }
}
