package dev.chatpipeline.gateway.socketio;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.bind.DefaultValue;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Limits on what clients send, beyond the size of a message.
 *
 * @param entryPayload maximum size in bytes of a message or POST body from a client that has not connected to a namespace; holds
 *                     a token, a recovery id and a cursor
 * @param budgetBytes  memory held for input of all clients together, as it arrives and until it is handled, before those with
 *                     more than an equal share are cut; 0 for an eighth of the heap
 * @param deadline     how long the rest of a message, POST body or binary packet may take to arrive
 * @param jsonTokens   tokens in the JSON of one packet: each brace, bracket, name and value counts
 * @param jsonDepth    how deep the JSON of one packet may be nested
 * @param connects     how often a client may connect to namespaces on one connection, rejected attempts included
 * @param pings        WebSocket pings that a client may send within a second
 */
public record ReceiveProperties(
        @DefaultValue("65536") @Min(1) int entryPayload,
        @DefaultValue("0") @Min(0) long budgetBytes,

        @DefaultValue("30s") @DurationMin(millis = 1) @DurationMax(days = 1)
        Duration deadline,

        @DefaultValue("1000") @Min(10) int jsonTokens,
        @DefaultValue("32") @Min(2) @Max(500) int jsonDepth,
        @DefaultValue("16") @Min(1) int connects,
        // No library pings more often than once a second.
        @DefaultValue("50") @Min(1) int pings) {

    public ReceiveProperties {
        budgetBytes = budgetBytes == 0 ? Runtime.getRuntime().maxMemory() / 8 : budgetBytes;
    }

    /** Reads JSON within these limits. */
    JsonMapper json() {
        return JsonMapper.builder(JsonFactory.builder()
                        .streamReadConstraints(StreamReadConstraints.builder()
                                .maxNestingDepth(jsonDepth)
                                .maxTokenCount(jsonTokens)
                                .build())
                        .build())
                .build();
    }
}
