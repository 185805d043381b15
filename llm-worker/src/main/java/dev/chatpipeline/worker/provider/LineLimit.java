package dev.chatpipeline.worker.provider;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Bounds the bytes between two line ends: langchain4j's parsers collect a line before they look at it. */
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
                throw new LineTooLongException("line: over " + maxBytes + " bytes");
            }
        }
        return read;
    }

    /** A line went over the bound. */
    static final class LineTooLongException extends IOException {

        private static final long serialVersionUID = 1;

        LineTooLongException(String message) {
            super(message);
        }
    }
}
