package dev.chatpipeline.gateway.engineio;

import org.jspecify.annotations.Nullable;

/** Engine.IO packet types. The ordinal is the digit on the wire. */
public enum PacketType {
    OPEN,
    CLOSE,
    PING,
    PONG,
    MESSAGE,
    UPGRADE,
    NOOP;

    private static final PacketType[] BY_DIGIT = values();

    /** The digit on the wire. */
    public char digit() {
        return (char) ('0' + ordinal());
    }

    static @Nullable PacketType of(char digit) {
        int index = digit - '0';
        return index >= 0 && index < BY_DIGIT.length ? BY_DIGIT[index] : null;
    }
}
