package dev.chatpipeline.gateway.engineio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Random;

/** Packets as no client means them, made of the characters that mean something. */
public final class Nonsense {

    private static final String ALPHABET = "0123456789-/,[]{}\":\\ab\u001eé\uD83D";

    /** What parses packets. */
    public interface Parser {
        void parse(String packet) throws MalformedPacketException;
    }

    private Nonsense() {}

    /** Whatever a client sends is either parsed or rejected with this one exception. */
    public static void isRefusedInOneWayBy(Parser parser) {
        var random = new Random(7);
        var refused = new ArrayList<String>();
        for (int i = 0; i < 200_000; i++) {
            var text = new StringBuilder();
            for (int length = random.nextInt(12); length >= 0; length--) {
                text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
            }
            try {
                parser.parse(text.toString());
            } catch (MalformedPacketException e) {
                refused.add(e.getMessage());
            }
        }
        assertThat(refused).hasSizeGreaterThan(100_000).allMatch(message -> message.contains("(expected: "));
    }
}
