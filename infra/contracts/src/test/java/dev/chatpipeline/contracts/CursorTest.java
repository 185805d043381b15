package dev.chatpipeline.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chatpipeline.contracts.Cursor.SessionPosition;
import dev.chatpipeline.contracts.SessionReducer.Step;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class CursorTest {

    private static final UUID TOPIC = UUID.fromString("3f2504e0-4f89-41d3-9a0c-0305e82c3301");
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00.123Z");

    @Property
    void decisionsAfterACursorAreThoseWithoutIt(
            @ForAll("log") List<EventHead> before, @ForAll("log") List<EventHead> after) {
        SessionState state = fold(SessionState.EMPTY, before);
        Cursor decoded = Cursor.decode(cursor("session-1", state).encode());
        SessionState restored = decoded.sessions().get("session-1").state();
        for (EventHead head : after) {
            Step straight = SessionReducer.fold(state, head);
            Step resumed = SessionReducer.fold(restored, head);
            assertThat(resumed.counts()).as("%s after %s", head, before).isEqualTo(straight.counts());
            state = straight.state();
            restored = resumed.state();
        }
    }

    @Property
    void positionsAndIdentityComeBack(
            @ForAll long nonce, @ForAll("positions") SortedMap<String, SessionPosition> positions) {
        Cursor cursor = new Cursor(nonce, NOW, TOPIC, positions);
        assertThat(Cursor.decode(cursor.encode())).isEqualTo(cursor);
    }

    @Example
    void aCursorIsShort() {
        assertThat(bytes(running(1))).isLessThanOrEqualTo(65);
        assertThat(bytes(running(16))).isLessThanOrEqualTo(600);
        assertThat(running(1).encode()).hasSizeLessThanOrEqualTo(87);
    }

    @Example
    void turnsThatEndedEarlyTakeAByteEach() {
        SessionState state = SessionReducer.fold(SessionState.EMPTY, head(EventType.CHAT_STARTED, 1_000_000_000L, 1, 0))
                .state();
        int without = bytes(cursor("s", state));
        for (int i = 1; i <= 100; i++) {
            state = SessionReducer.fold(state, head(EventType.CHAT_CANCELLED, 1_000_000_000L + 5 * i, 0, 0))
                    .state();
        }
        assertThat(state.endedEarly()).hasSize(100);
        assertThat(bytes(cursor("s", state))).isLessThanOrEqualTo(without + 101);
    }

    @Property(tries = 20_000)
    void garbageIsAnIllegalArgument(@ForAll long seed) {
        Random random = new Random(seed);
        byte[] bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        if (bytes.length > 0 && random.nextBoolean()) {
            bytes[0] = 1;
        }
        decodes(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    @Property
    void anyTextIsACursorOrAnIllegalArgument(@ForAll String text) {
        decodes(text);
    }

    @Property(tries = 20_000)
    void aDamagedCursorIsACursorOrAnIllegalArgument(@ForAll long seed) {
        Random random = new Random(seed);
        byte[] bytes =
                Base64.getUrlDecoder().decode(running(1 + random.nextInt(4)).encode());
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        int length = random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length;
        decodes(Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                        ByteBuffer.wrap(bytes, 0, length).compact().flip().array()));
    }

    @Example
    void anAttackDoesNotAllocate() {
        byte[] header = ByteBuffer.allocate(33)
                .put((byte) 1)
                .putLong(0)
                .put((byte) 0)
                .putLong(0)
                .putLong(0)
                .put(new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x07})
                .array();
        assertThatThrownBy(() -> Cursor.decode(Base64.getUrlEncoder().encodeToString(header)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cursor: 2147483647 entries (expected: 0 to 1024)");
        assertThatThrownBy(() -> Cursor.decode("A".repeat(1_000_000)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cursor: 1000000 characters (expected: <= 65536)");
    }

    @Example
    void whatIsWrongIsSaid() {
        byte[] good = Base64.getUrlDecoder().decode(running(1).encode());
        byte[] other = good.clone();
        other[0] = 9;
        assertRefused(other, "cursor version: 9 (expected: 1)");
        assertRefused(Arrays.copyOf(good, good.length + 2), "cursor: 2 bytes too many");
        assertRefused(Arrays.copyOf(good, good.length - 1), "cursor: truncated");
        assertRefused(new byte[0], "cursor: truncated");
    }

    @Provide
    Arbitrary<List<EventHead>> log() {
        return Heads.any().list().ofMaxSize(30).withoutEdgeCases();
    }

    @Provide
    Arbitrary<SortedMap<String, SessionPosition>> positions() {
        Arbitrary<SessionPosition> each = Combinators.combine(
                        Arbitraries.integers().between(0, 5),
                        Arbitraries.oneOf(
                                Arbitraries.longs().between(0, 10),
                                Arbitraries.longs().between(0, Long.MAX_VALUE)))
                .as((partition, position) -> new SessionPosition(partition, position, SessionState.EMPTY));
        return Arbitraries.maps(ids(), each).ofMaxSize(16).map(TreeMap::new);
    }

    private static Arbitrary<String> ids() {
        Arbitrary<String> chosen = Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('A', 'Z')
                .withCharRange('0', '9')
                .withChars("._:-")
                .ofMinLength(1)
                .ofMaxLength(128);
        Arbitrary<String> made = Arbitraries.longs().map(n -> new UUID(n, ~n).toString());
        Arbitrary<String> shouted = made.map(String::toUpperCase);
        return Arbitraries.oneOf(chosen, made, shouted);
    }

    private static void decodes(String text) {
        Cursor cursor;
        try {
            cursor = Cursor.decode(text);
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageMatching("(?s).+");
            return;
        }
        assertThat(Cursor.decode(cursor.encode())).isEqualTo(cursor);
    }

    private static void assertRefused(byte[] bytes, String message) {
        assertThatThrownBy(() -> Cursor.decode(Base64.getUrlEncoder().encodeToString(bytes)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    private static int bytes(Cursor cursor) {
        return Base64.getUrlDecoder().decode(cursor.encode()).length;
    }

    private static Cursor cursor(String sessionId, SessionState state) {
        return new Cursor(7, NOW, TOPIC, new TreeMap<>(Map.of(sessionId, new SessionPosition(3, 1_000_000L, state))));
    }

    /** Sessions with a running answer, each in its own partition, some million records into the log. */
    private static Cursor running(int count) {
        SortedMap<String, SessionPosition> sessions = new TreeMap<>();
        Random random = new Random(count);
        for (int i = 0; i < count; i++) {
            sessions.put(
                    new UUID(random.nextLong(), random.nextLong()).toString(),
                    new SessionPosition(
                            i % 12,
                            10_000_000L + i % 12,
                            new SessionState(1_000_000, 1, 1000, true, 1_000_000, SessionState.EMPTY.endedEarly())));
        }
        return new Cursor(random.nextLong(), NOW, TOPIC, sessions);
    }

    private static EventHead head(EventType type, long turn, int attempt, long seq) {
        return new EventHead(type, turn, attempt, seq, "a", "w");
    }

    private static SessionState fold(SessionState from, List<EventHead> log) {
        SessionState state = from;
        for (EventHead head : log) {
            state = SessionReducer.fold(state, head).state();
        }
        return state;
    }
}
