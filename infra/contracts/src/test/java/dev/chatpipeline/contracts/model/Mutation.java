package dev.chatpipeline.contracts.model;

/** A rule of the protocol that is left out. */
enum Mutation {
    /** Text is written once the start is acknowledged, whether or not it counts. */
    NO_READ_BACK,
    /** A worker takes any start with its turn and attempt for its own. */
    READ_BACK_BY_ATTEMPT,
    /** A turn is done once its end is acknowledged, whether or not it counts. */
    END_NOT_READ_BACK,
    /** The end is written while chunks are still in flight. */
    END_BEFORE_ACKNOWLEDGEMENTS,
    /** The end is written while the turn's user message is still in flight. */
    END_BEFORE_INTRODUCTION,
    /** A failed send is ignored and the attempt continues. */
    FAILED_SEND_PASSED_OVER,
    /** The reducer accepts a second start of the same attempt. */
    EQUAL_ATTEMPT_COUNTS,
    /** The reducer does not remember early ends. */
    EARLY_END_FORGOTTEN,
    /** The fold offset does not cover a former owner's events of turns that have not begun. */
    FOLD_FROM_OWN_POSITION
}
