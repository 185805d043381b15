package dev.chatpipeline.worker.lane;

import dev.chatpipeline.worker.generation.Conversations;
import dev.chatpipeline.worker.generation.WorkspaceModels;
import dev.chatpipeline.worker.log.EventWriter;
import dev.chatpipeline.worker.log.PartialAnswerReader;
import java.time.Clock;
import java.util.concurrent.Executor;

/**
 * What all lanes of a worker share.
 *
 * @param log     how they write, and as whom
 * @param sources what they read to make a prompt, and who answers it
 * @param run     where and when their tasks run
 * @param permits which answers may run
 * @param limits  their bounds
 */
public record LaneContext(Log log, Sources sources, Run run, Permits permits, LaneLimits limits) {

    /**
     * @param self           this worker's identity in the {@code by} header
     * @param writer         of events
     * @param partialAnswers reads back what cut attempts had shown
     */
    public record Log(String self, EventWriter writer, PartialAnswerReader partialAnswers) {}

    /**
     * @param models        who answers, by workspace
     * @param conversations what PostgreSQL holds of sessions
     */
    public record Sources(WorkspaceModels models, Conversations conversations) {}

    /**
     * @param executor runs mailboxes and blocking reads; each task may block
     * @param timer    brings lanes back to something later
     */
    public record Run(Executor executor, Timer timer, Clock clock) {}
}
