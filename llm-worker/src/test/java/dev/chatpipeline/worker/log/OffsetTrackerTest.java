package dev.chatpipeline.worker.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;

class OffsetTrackerTest {

    @Test
    void commitsNothingUntilSomethingMoves() {
        OffsetTracker tracker = new OffsetTracker(7);
        assertThat(tracker.commit(100)).isNull();
        tracker.begin(7, 50);
        assertThat(tracker.commit(100)).isNull();
        tracker.complete(7);
        assertThat(tracker.commit(100)).isEqualTo(new OffsetAndMetadata(8, "100"));
        assertThat(tracker.commit(100)).isNull();
    }

    @Test
    void skipsOffsetsThatTheLogDoesNotHave() {
        OffsetTracker tracker = new OffsetTracker(0);
        tracker.begin(3, 0);
        tracker.complete(3);
        assertThat(tracker.contiguous()).isEqualTo(4);
    }

    @Test
    void foldsFromWhatIsDoneAsWellUntilItIsCommitted() {
        OffsetTracker tracker = new OffsetTracker(1);
        tracker.note(2, 10);
        tracker.note(1, 30);
        tracker.begin(1, 50);
        tracker.begin(2, 50);
        tracker.begin(3, 50);
        tracker.complete(2);
        tracker.complete(1);
        assertThat(tracker.commit(60)).isEqualTo(new OffsetAndMetadata(3, "50"));

        OffsetTracker waiting = new OffsetTracker(0);
        waiting.note(2, 10);
        waiting.note(1, 30);
        waiting.begin(0, 50);
        waiting.begin(1, 50);
        waiting.begin(2, 50);
        waiting.complete(2);
        waiting.complete(0);
        assertThat(waiting.commit(60)).isEqualTo(new OffsetAndMetadata(1, "10"));
    }

    @Property
    void neverCommitsPastAnOpenCommandNorFoldsFromAfterItsFirstRecord(
            @ForAll @IntRange(min = 1, max = 60) int commands, @ForAll long seed) {
        Random random = new Random(seed);
        OffsetTracker tracker = new OffsetTracker(0);
        TreeSet<Long> open = new TreeSet<>();
        List<Long> firstRecord = new ArrayList<>();
        long events = 0;
        for (long offset = 0; offset < commands; offset++) {
            tracker.begin(offset, events);
            open.add(offset);
            firstRecord.add(events);
            events += random.nextInt(5);
            List<Long> ending = new ArrayList<>(open);
            Collections.shuffle(ending, random);
            for (long end : ending.subList(0, random.nextInt(ending.size() + 1))) {
                tracker.complete(end);
                open.remove(end);
            }
            OffsetAndMetadata commit = tracker.commit(events);
            if (commit != null) {
                long foldFrom = OffsetTracker.foldFrom(commit);
                assertThat(commit.offset()).isEqualTo(open.isEmpty() ? offset + 1 : open.first());
                for (long left : open) {
                    assertThat(foldFrom).isLessThanOrEqualTo(firstRecord.get((int) left));
                }
            }
        }
    }

    @Test
    void reachesBackToEventsAboutCommandsThatWereNotReadYet() {
        OffsetTracker tracker = new OffsetTracker(0);
        tracker.note(7, 40);
        tracker.note(7, 41);
        tracker.begin(6, 900);
        tracker.complete(6);
        assertThat(tracker.commit(900)).isEqualTo(new OffsetAndMetadata(7, "40"));

        tracker.begin(7, 900);
        tracker.begin(8, 900);
        tracker.complete(8);
        assertThat(tracker.commit(950)).isNull();
        tracker.note(7, 950);
        tracker.complete(7);
        assertThat(tracker.commit(960)).isEqualTo(new OffsetAndMetadata(9, "960"));
    }

    @Test
    void foldsFromTheStartOfTheLogWhereMetadataCannotBeRead() {
        assertThat(OffsetTracker.foldFrom(null)).isZero();
        assertThat(OffsetTracker.foldFrom(new OffsetAndMetadata(3))).isZero();
        assertThat(OffsetTracker.foldFrom(new OffsetAndMetadata(3, "-4"))).isZero();
        assertThat(OffsetTracker.foldFrom(new OffsetAndMetadata(3, "x"))).isZero();
        assertThat(OffsetTracker.foldFrom(new OffsetAndMetadata(3, "12"))).isEqualTo(12);
    }
}
