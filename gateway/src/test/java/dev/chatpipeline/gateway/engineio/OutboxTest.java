package dev.chatpipeline.gateway.engineio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OutboxTest {

    private static final Packet SMALL = Packet.of(PacketType.MESSAGE, "x");

    private final ByteBudget budget = new ByteBudget(1 << 30);
    private final Outbox outbox = new Outbox(1_000, 5, budget);

    @Test
    void refusesOnePacketTooMany() {
        for (int i = 0; i < 5; i++) {
            assertThat(outbox.offer(List.of(SMALL))).isTrue();
        }
        assertThat(outbox.offer(List.of(SMALL))).isFalse();
        assertThat(outbox.take()).hasSize(5);
    }

    @Test
    void takesABatchWhollyOrNotAtAll() {
        outbox.offer(List.of(SMALL, SMALL, SMALL));
        assertThat(outbox.offer(List.of(SMALL, SMALL, SMALL))).isFalse();
        assertThat(outbox.take()).hasSize(3);
    }

    @Test
    void countsWhatIsBeingWritten() {
        Packet big = Packet.text(new byte[900]);
        assertThat(outbox.offer(List.of(big))).isTrue();
        outbox.take();
        assertThat(outbox.offer(List.of(big))).isFalse();
        outbox.written();
        assertThat(outbox.offer(List.of(big))).isTrue();
    }

    @Test
    void takesAPacketOfAnyLengthWhenNothingElseWaits() {
        assertThat(outbox.offer(List.of(Packet.text(new byte[5_000])))).isTrue();
        assertThat(outbox.offer(List.of(SMALL))).isFalse();
    }

    @Test
    void handsOutBatchesInOrderAndOfBoundedSize() {
        var large = new Outbox(10 << 20, 1_000, budget);
        for (int i = 0; i < 100; i++) {
            large.offer(List.of(Packet.text(new byte[10_000 + i])));
        }
        int seen = 0;
        while (!large.isEmpty()) {
            List<Packet> batch = large.take();
            assertThat(batch.stream().mapToInt(Packet::cost).sum()).isLessThanOrEqualTo(256 * 1024);
            for (Packet packet : batch) {
                assertThat(packet.length()).isEqualTo(10_000 + seen++);
            }
        }
        assertThat(seen).isEqualTo(100);
    }

    @Test
    void whoHasMoreThanAShareOfAUsedUpBudgetPays() {
        ByteBudget small = new ByteBudget(3_000);
        Packet packet = Packet.text(new byte[1_000 - SMALL.cost()]);
        Outbox greedy = new Outbox(10_000, 100, small);
        Outbox modest = new Outbox(10_000, 100, small);
        assertThat(greedy.offer(List.of(packet))).isTrue();
        assertThat(greedy.isHalfFull())
                .as("more than half a share, of a budget that is hardly used")
                .isFalse();
        assertThat(greedy.offer(List.of(packet))).isTrue();
        assertThat(greedy.isHalfFull()).isTrue();
        assertThat(greedy.offer(List.of(packet, packet))).isTrue();
        assertThat(greedy.offer(List.of(packet))).as("used up").isFalse();
        assertThat(modest.offer(List.of(packet))).isTrue();
        assertThat(modest.offer(List.of(SMALL))).as("within its share").isTrue();
        greedy.take();
        greedy.written();
        assertThat(greedy.offer(List.of(packet)))
                .as("written, so there is room")
                .isTrue();
    }

    @Test
    void leavesNothingInTheBudget() {
        ByteBudget small = new ByteBudget(1_000);
        Outbox gone = new Outbox(10_000, 100, small);
        gone.offer(List.of(Packet.text(new byte[5_000])));
        gone.offer(List.of(SMALL));
        gone.take();
        gone.close();
        Outbox next = new Outbox(10_000, 100, small);
        Packet packet = Packet.text(new byte[400]);
        assertThat(next.offer(List.of(packet))).isTrue();
        assertThat(next.offer(List.of(packet)))
                .as("alone it has the whole budget")
                .isTrue();
    }
}
