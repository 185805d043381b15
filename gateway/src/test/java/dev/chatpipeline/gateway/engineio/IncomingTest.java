package dev.chatpipeline.gateway.engineio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IncomingTest {

    @Test
    void nonsenseIsRefusedInOneWay() {
        var random = new Random(7);
        String alphabet = "0123456789-/,[]{}\":\\ab\u001eé\uD83D";
        var refused = new ArrayList<String>();
        for (int i = 0; i < 200_000; i++) {
            var text = new StringBuilder();
            for (int length = random.nextInt(12); length >= 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                Incoming.parse(text.toString());
            } catch (MalformedPacketException e) {
                refused.add(e.getMessage());
            }
        }
        assertThat(refused).hasSizeGreaterThan(100_000).allMatch(message -> message.contains("(expected: "));
    }
}
