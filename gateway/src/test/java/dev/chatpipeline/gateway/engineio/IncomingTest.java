package dev.chatpipeline.gateway.engineio;

import org.junit.jupiter.api.Test;

class IncomingTest {

    @Test
    void nonsenseIsRefusedInOneWay() {
        Nonsense.isRefusedInOneWayBy(Incoming::parse);
    }
}
