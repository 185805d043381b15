package dev.chatpipeline.worker.provider;

import dev.chatpipeline.worker.generation.Prompt;
import dev.chatpipeline.worker.generation.StreamingModel;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model behind a server. Each answer has a virtual thread that sends, reads and delivers; closing the answer interrupts
 * it, wherever it waits.
 */
final class HttpModel implements StreamingModel {

    private static final Logger log = LoggerFactory.getLogger(HttpModel.class);

    /** How long a server may take to end its response after the answer is complete, so that the connection is kept. */
    private static final Duration LINGER = Duration.ofSeconds(1);

    private final Info info;
    private final RequestWriter requests;
    private final ModelHttp http;
    private final AnswerFormat format;
    private final Failures failures;
    private final Retries retries;

    HttpModel(Info info, RequestWriter requests, ModelHttp http, AnswerFormat format) {
        this.info = info;
        this.requests = requests;
        this.http = http;
        this.format = format;
        this.failures = new Failures(info);
        this.retries = new Retries(info.provider().wire(), http.settings());
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

    final class Answer implements Call {

        private final Prompt prompt;
        private final Delivery delivery;
        private final Thread thread = Thread.ofVirtual().name("answer").unstarted(this::run);

        Answer(Prompt prompt, Delivery delivery) {
            this.prompt = prompt;
            this.delivery = delivery;
        }

        private void run() {
            try {
                retries.run(this::attempt);
            } catch (FailureException e) {
                delivery.fail(e.failure());
            } catch (RuntimeException e) {
                // Not its message: it may quote the conversation.
                log.error("{} could not be asked: {}", info, e.getClass().getName());
                delivery.fail(failures.internal());
            }
        }

        private void attempt() {
            try (Response response = http.send(requests.write(prompt), failures)) {
                delivery.complete(new AnswerReading(response, format, delivery, failures, http.settings()).read());
                response.finish(LINGER);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new FailureException(failures.cut(), null);
            } catch (IOException e) {
                log.debug("A response did not end: {}", e.toString());
            } catch (FailureException e) {
                throw delivery.anyText() ? e.withoutRetry() : e;
            }
        }

        boolean running() {
            return thread.isAlive();
        }

        @Override
        public void close() {
            delivery.close();
            thread.interrupt();
        }
    }
}
