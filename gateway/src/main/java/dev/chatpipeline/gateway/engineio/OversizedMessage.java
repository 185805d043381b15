package dev.chatpipeline.gateway.engineio;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A message that is too large to keep. It is passed over as it arrives, save for its beginning, by which the layer above can
 * tell the client which one it was. A client whose connection ended instead would send it again, and for ever.
 */
final class OversizedMessage {

    private static final int BEGINNING_BYTES = 256;

    private final byte[] beginning;
    private long size;

    /** @param arrived its first bytes, which are left as they are */
    OversizedMessage(ByteBuffer arrived) {
        this.beginning = new byte[Math.min(arrived.remaining(), BEGINNING_BYTES)];
        arrived.get(arrived.position(), beginning);
    }

    /** Passes over more; false once there is more than that in all. */
    boolean skip(int bytes, long max) {
        size += bytes;
        return size <= max;
    }

    String beginning() {
        return new String(beginning, StandardCharsets.UTF_8);
    }
}
