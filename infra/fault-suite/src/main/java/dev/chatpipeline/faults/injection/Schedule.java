package dev.chatpipeline.faults.injection;

import dev.chatpipeline.faults.cluster.Kind;
import dev.chatpipeline.faults.injection.Fault.Cut;
import dev.chatpipeline.faults.injection.Fault.Drop;
import dev.chatpipeline.faults.injection.Fault.FillDisk;
import dev.chatpipeline.faults.injection.Fault.Freeze;
import dev.chatpipeline.faults.injection.Fault.Freeze.Length;
import dev.chatpipeline.faults.injection.Fault.Kill;
import dev.chatpipeline.faults.injection.Fault.Replace;
import dev.chatpipeline.faults.injection.Fault.Restart;
import dev.chatpipeline.faults.injection.Fault.Stall;
import dev.chatpipeline.testkit.proxy.ProxiedConnection.Direction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Which faults happen when, as a function of a seed. Faults of processes are dealt from a shuffled deck, so that each is as
 * frequent as any other; those of connections and clients come in between.
 *
 * @param ofProcesses in order of time
 * @param ofLinks     in order of time
 */
public record Schedule(List<Timed<Fault.OfProcess>> ofProcesses, List<Timed<Fault.OfLink>> ofLinks) {

    /** Pause between two faults of processes, which may overlap, since a JVM takes seconds to start. */
    private static final Range PROCESS_GAP_MILLIS = new Range(2_000, 7_000);

    /** Pause between two faults of connections and clients. */
    private static final Range LINK_GAP_MILLIS = new Range(200, 1_500);

    /** How long a killed process stays down, not counting its start. */
    private static final Range DOWN_MILLIS = new Range(0, 6_000);

    /** Too short to be noticed: below the session timeout of 6 s and the clients' ping timeout of 6 s. */
    private static final Range SHORT_MILLIS = new Range(200, 3_500);

    /** Long enough to be considered dead: beyond session timeout, lease and sometimes the transaction timeout of 10 s. */
    private static final Range LONG_MILLIS = new Range(7_500, 12_000);

    private static final Range STALL_MILLIS = new Range(100, 8_000);
    private static final Range CUT_BYTES = new Range(0, 4_000);
    private static final int ANY = 1 << 20;

    /** Both bounds are inclusive. */
    private record Range(int from, int to) {

        int draw(Random random) {
            return random.nextInt(from, to + 1);
        }
    }

    /** A fault and its time since the start. */
    record Timed<F extends Fault>(Duration at, F fault) {}

    /** All faults of a run of that length, each list in order of time. */
    public static Schedule of(long seed, Duration length, boolean diskCanBeFull) {
        // Each list has its own random numbers, so that a longer run begins like a shorter one.
        Dealer processes = new Dealer(new Random(seed));
        Dealer links = new Dealer(new Random(~seed));
        return new Schedule(processes.ofProcesses(length, diskCanBeFull), links.ofLinks(length));
    }

    private record Dealer(Random random) {

        List<Timed<Fault.OfProcess>> ofProcesses(Duration length, boolean diskCanBeFull) {
            List<Timed<Fault.OfProcess>> faults = new ArrayList<>();
            List<Fault.OfProcess> deck = List.of();
            for (long at = PROCESS_GAP_MILLIS.draw(random);
                    at < length.toMillis();
                    at += PROCESS_GAP_MILLIS.draw(random)) {
                if (deck.isEmpty()) {
                    deck = deck(diskCanBeFull);
                }
                faults.add(new Timed<>(Duration.ofMillis(at), deck.removeLast()));
            }
            return faults;
        }

        private List<Fault.OfProcess> deck(boolean diskCanBeFull) {
            List<Fault.OfProcess> deck = new ArrayList<>();
            for (Kind kind : Kind.values()) {
                deck.add(new Kill(kind, any(), millis(DOWN_MILLIS)));
                deck.add(new Freeze(kind, any(), Length.SHORT, millis(SHORT_MILLIS)));
                deck.add(new Freeze(kind, any(), Length.LONG, millis(LONG_MILLIS)));
            }
            for (Kind kind : List.of(Kind.GATEWAY, Kind.WORKER, Kind.PROJECTOR)) {
                deck.add(new Restart(kind, any()));
            }
            deck.add(new Replace(Kind.WORKER, any()));
            if (diskCanBeFull) {
                deck.add(new FillDisk(any()));
            }
            Collections.shuffle(deck, random);
            return deck;
        }

        List<Timed<Fault.OfLink>> ofLinks(Duration length) {
            List<Timed<Fault.OfLink>> faults = new ArrayList<>();
            for (long at = LINK_GAP_MILLIS.draw(random); at < length.toMillis(); at += LINK_GAP_MILLIS.draw(random)) {
                Fault.OfLink fault = switch (random.nextInt(4)) {
                    case 0 -> new Drop(any());
                    case 1 -> new Stall(any(), millis(STALL_MILLIS));
                    default -> {
                        Direction direction = random.nextInt(4) == 0 ? Direction.TO_SERVER : Direction.TO_CLIENT;
                        yield new Cut(any(), direction, CUT_BYTES.draw(random));
                    }
                };
                faults.add(new Timed<>(Duration.ofMillis(at), fault));
            }
            return faults;
        }

        private int any() {
            return random.nextInt(ANY);
        }

        private Duration millis(Range range) {
            return Duration.ofMillis(range.draw(random));
        }
    }
}
