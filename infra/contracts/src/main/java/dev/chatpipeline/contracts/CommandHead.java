package dev.chatpipeline.contracts;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a record in {@code chat.commands}. From them alone the worker's control reader finds the commands that cancel
 * turns.
 *
 * @param type       the type of command
 * @param interrupts whether the command also cancels all earlier turns of its session
 * @param opens      whether the command opened its session, so that there is nothing to read before it
 */
public record CommandHead(CommandType type, boolean interrupts, boolean opens) {

    private static final String TYPE = "type";
    private static final String ON_BUSY = "on_busy";
    private static final String OPENS = "opens";
    private static final String INTERRUPT = ChatCommand.OnBusy.INTERRUPT.name().toLowerCase(Locale.ROOT);

    /** The head of a command. */
    public static CommandHead of(ChatCommand command, boolean opens) {
        boolean interrupts = command instanceof ChatCommand.Ask ask && ask.onBusy() == ChatCommand.OnBusy.INTERRUPT;
        return new CommandHead(command.type(), interrupts, opens);
    }

    /** The headers of a record with this head. */
    public Headers toHeaders() {
        RecordHeaders headers = new RecordHeaders();
        headers.add(TYPE, bytes(type.wire()));
        if (interrupts) {
            headers.add(ON_BUSY, bytes(INTERRUPT));
        }
        if (opens) {
            headers.add(OPENS, bytes("1"));
        }
        return headers;
    }

    /** @throws MalformedRecordException if the type is missing or unknown */
    public static CommandHead from(Headers headers) {
        String type = last(headers, TYPE);
        CommandType known = type == null ? null : CommandType.of(type);
        if (known == null) {
            throw new MalformedRecordException(
                    "header type: " + (type == null ? "absent" : type) + " (expected: a command type)");
        }
        return new CommandHead(known, INTERRUPT.equals(last(headers, ON_BUSY)), last(headers, OPENS) != null);
    }

    private static @Nullable String last(Headers headers, String key) {
        Header header = headers.lastHeader(key);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
