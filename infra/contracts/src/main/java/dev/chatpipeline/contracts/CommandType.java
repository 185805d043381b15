package dev.chatpipeline.contracts;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The types of record in {@code chat.commands}. */
public enum CommandType {
    CHAT_MESSAGE,
    REGENERATE_MESSAGE,
    CANCEL_MESSAGE,
    DELETE_SESSION;

    private static final Map<String, CommandType> BY_WIRE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(CommandType::wire, Function.identity()));

    private final String wire = name().toLowerCase(Locale.ROOT);

    /** The value of the {@code type} header. */
    public String wire() {
        return wire;
    }

    /** The type with this wire name, or null. */
    public static @Nullable CommandType of(String wire) {
        return BY_WIRE.get(wire);
    }
}
