package dev.chatpipeline.contracts;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The types of record in {@code chat.events}. The wire name is also the name of the Socket.IO event. */
public enum EventType {
    USER_MESSAGE,
    CHAT_QUEUED,
    CHAT_STARTED,
    CHAT_CHUNK,
    CHAT_HEARTBEAT,
    CHAT_COMPLETE,
    CHAT_CANCELLED,
    /** The turn failed. */
    ERROR;

    private static final Map<String, EventType> BY_WIRE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(EventType::wire, Function.identity()));

    private final String wire = name().toLowerCase(Locale.ROOT);

    /** The value of the {@code type} header and the name of the Socket.IO event. */
    public String wire() {
        return wire;
    }

    /** Whether a record of this type can end a turn. */
    public boolean isEnd() {
        return this == CHAT_COMPLETE || this == CHAT_CANCELLED || this == ERROR;
    }

    /** The type with this wire name, or null. */
    public static @Nullable EventType of(String wire) {
        return BY_WIRE.get(wire);
    }
}
