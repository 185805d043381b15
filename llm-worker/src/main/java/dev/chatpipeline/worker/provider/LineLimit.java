package dev.chatpipeline.worker.provider;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Bounds the bytes between two line ends, since a line is collected before it is looked at. */
final class LineLimit extends FilterInputStream {

    private final int maxBytes;
    private int sinceLineEnd;

    LineLimit(InputStream in, int maxBytes) {
        super(in);
        this.maxBytes = maxBytes;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int read = super.read(into, offset, length);
        for (int i = offset; i < offset + read; i++) {
            sinceLineEnd = into[i] == '\n' ? 0 : sinceLineEnd + 1;
            if (sinceLineEnd > maxBytes) {
                throw new UnreadableException("a line over " + maxBytes + " bytes");
            }
        }
        return read;
    }
}
