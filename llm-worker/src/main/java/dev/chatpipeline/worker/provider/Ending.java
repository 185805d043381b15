package dev.chatpipeline.worker.provider;

import java.util.Locale;

/** What the reason means that a server gives for the end of an answer. */
enum Ending {
    WHOLE("stop"),
    TOO_LONG("length"),
    FILTERED("content_filter"),
    TOOL_CALL("tool_calls"),
    /** The server broke down or gave the request up. */
    BROKEN("error"),
    /** Nothing says that the answer is whole. */
    UNKNOWN("other");

    private final String wire;

    Ending(String wire) {
        this.wire = wire;
    }

    /** The finish reason that clients are told. */
    String wire() {
        return wire;
    }

    /** Every name that a server is known to use, whichever server it is. */
    static Ending of(String reason) {
        return switch (reason.toLowerCase(Locale.ROOT)) {
            case "stop", "end_turn", "stop_sequence", "eos", "eos_token", "end_of_turn", "complete", "finished" ->
                WHOLE;
            case "length",
                    "max_tokens",
                    "max_output_tokens",
                    "max_length",
                    "model_length",
                    "limit",
                    "model_context_window_exceeded" -> TOO_LONG;
            case "content_filter",
                    "content_filtered",
                    "refusal",
                    "safety",
                    "sensitive",
                    "recitation",
                    "blocklist",
                    "prohibited_content",
                    "guardrail_intervened" -> FILTERED;
            case "tool_calls", "tool_call", "function_call", "tool_use" -> TOOL_CALL;
            case "error",
                    "abort",
                    "aborted",
                    "cancelled",
                    "canceled",
                    "load",
                    "unload",
                    "insufficient_system_resource" -> BROKEN;
            default -> UNKNOWN;
        };
    }
}
