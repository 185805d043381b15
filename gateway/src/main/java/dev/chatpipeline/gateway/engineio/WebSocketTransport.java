package dev.chatpipeline.gateway.engineio;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket. Jetty's core session sends bytes as they are, never blocks, and writes a batch in one go. The monitor guards the
 * pongs.
 */
final class WebSocketTransport implements Transport {

    /** How long a client may take to answer the close frame. */
    private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final EngineTimer timer;
    private final TransportListener session;
    private final CoreSession frames;
    private final Callback batchWritten;
    private final Callback pongWritten;
    private @Nullable ByteBuffer nextPong;
    private boolean ponging;
    private long pingWindow = System.nanoTime();
    private int pings;

    WebSocketTransport(EngineTimer timer, TransportListener session, CoreSession frames) {
        this.timer = timer;
        this.session = session;
        this.frames = frames;
        this.batchWritten = Callback.from(this::written, this::failed);
        this.pongWritten = Callback.from(this::pongWritten, this::failed);
    }

    @Override
    public TransportKind kind() {
        return TransportKind.WEBSOCKET;
    }

    @Override
    public void write(List<Packet> packets) {
        int last = packets.size() - 1;
        for (int i = 0; i < last; i++) {
            frames.sendFrame(toFrame(packets.get(i)), Callback.NOOP, true);
        }
        frames.sendFrame(toFrame(packets.get(last)), batchWritten, false);
    }

    private static Frame toFrame(Packet packet) {
        return new Frame(packet.binary() ? OpCode.BINARY : OpCode.TEXT, packet.toBuffer());
    }

    /**
     * Answers a WebSocket ping frame, which is not an Engine.IO ping. While a pong is being written, only the latest ping
     * waits for its answer, which RFC 6455 allows, so a client that does not read its pongs makes no queue of them.
     */
    void pong(ByteBuffer data) {
        if (countPing() > session.inbound().maxPings()) {
            session.lost(this, DisconnectReason.PING_FLOOD);
            return;
        }
        synchronized (this) {
            if (ponging) {
                nextPong = data;
                return;
            }
            ponging = true;
        }
        frames.sendFrame(new Frame(OpCode.PONG, data), pongWritten, false);
    }

    /** Pings arrive one at a time. */
    private int countPing() {
        long now = System.nanoTime();
        if (now - pingWindow > SECOND_NANOS) {
            pingWindow = now;
            pings = 0;
        }
        return ++pings;
    }

    private void pongWritten() {
        ByteBuffer data;
        synchronized (this) {
            data = nextPong;
            nextPong = null;
            ponging = data != null;
        }
        if (data != null) {
            frames.sendFrame(new Frame(OpCode.PONG, data), pongWritten, false);
        }
    }

    /** Requests the next frame. */
    void demand() {
        frames.demand();
    }

    private void written() {
        session.written(this);
        session.ready(this);
    }

    private void failed(Throwable cause) {
        session.lost(this, DisconnectReason.TRANSPORT_ERROR);
    }

    @Override
    public void close(DisconnectReason reason) {
        if (reason.closeCode() == DisconnectReason.NO_FRAME) {
            frames.abort();
        } else if (frames.isOutputOpen()) {
            frames.close(reason.closeCode(), null, Callback.NOOP);
            timer.schedule(frames::abort, CLOSE_NANOS);
        }
    }

    @Override
    public void discard() {
        frames.abort();
    }
}
