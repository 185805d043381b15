package dev.chatpipeline.contracts.model;

/** A rule of the protocol that is left out. */
enum Mutation {
    /** Text is written as soon as the start is acknowledged, without asking whether it counts. */
    NO_READ_BACK,
    /** A start counts as one's own when the log shows the same turn and attempt, whoever wrote it. */
    READ_BACK_BY_ATTEMPT,
    /** A turn is done once its end is acknowledged, without asking whether the end counts. */
    END_NOT_READ_BACK,
    /** The end is written while chunks before it are still on their way. */
    END_BEFORE_ACKNOWLEDGEMENTS,
    /** The end is written while the turn's user message is still on its way. */
    END_BEFORE_INTRODUCTION,
    /** A record that Kafka did not take is passed over and the attempt goes on. */
    FAILED_SEND_PASSED_OVER,
    /** The reducer takes a start of the same attempt for a new one. */
    EQUAL_ATTEMPT_COUNTS,
    /** The reducer lets a turn end without a start and does not remember it. */
    EARLY_END_FORGOTTEN,
    /** What is committed to fold from does not reach back to what a former owner wrote about a turn not yet taken. */
    FOLD_FROM_OWN_POSITION
}
