package dev.chatpipeline.gateway.engineio;

/** Queues the sessions of an engine, their text messages and how they ended, for a test to take. */
final class SessionRecorder {

    private final Arrivals<EngineSession> sessions = new Arrivals<>("session");
    private final Arrivals<String> texts = new Arrivals<>("text message");
    private final Arrivals<DisconnectReason> ends = new Arrivals<>("end");

    EngineListener listen(EngineSession session) {
        session.admit();
        sessions.add(session);
        return new EngineListener() {
            @Override
            public void text(String data) {
                texts.add(data);
            }

            @Override
            public void binary(byte[] data) {
                throw new AssertionError("binary message: " + data.length + " bytes (expected: none)");
            }

            @Override
            public void closed(DisconnectReason reason) {
                ends.add(reason);
            }
        };
    }

    EngineSession session() throws InterruptedException {
        return sessions.next();
    }

    String text() throws InterruptedException {
        return texts.next();
    }

    DisconnectReason end() throws InterruptedException {
        return ends.next();
    }
}
