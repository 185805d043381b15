package dev.chatpipeline.gateway.engineio;

import java.util.List;

/** Sends every message back, as the official suite for Engine.IO expects. */
public record Echo(EngineSession session) implements EngineListener {

    public Echo {
        session.admit();
    }

    /** Serves {@code /engine.io/} to pages of any origin. */
    static TestServer serve(Limits limits) {
        return TestServer.of(new EngineServer(limits.settings(), Echo::new, limit -> {}), "*");
    }

    @Override
    public void text(String data) {
        session.send(List.of(Packet.of(PacketType.MESSAGE, data)));
    }

    @Override
    public void binary(byte[] data) {
        session.send(List.of(Packet.binary(data)));
    }

    @Override
    public void closed(DisconnectReason reason) {}
}
