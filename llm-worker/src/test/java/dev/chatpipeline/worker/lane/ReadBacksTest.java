package dev.chatpipeline.worker.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadBacksTest {

    private final ReadBacks readBacks = new ReadBacks();
    private final List<String> decided = new ArrayList<>();

    @Test
    void matchesByOffsetWhicheverComesFirst() {
        readBacks.sent();
        readBacks.written(10, counts -> decided.add("10:" + counts));
        readBacks.read(10, true);

        readBacks.sent();
        readBacks.read(12, false);
        readBacks.written(12, counts -> decided.add("12:" + counts));

        assertThat(decided).containsExactly("10:true", "12:false");
    }

    @Test
    void doesNotTakeALateRecordForTheOneThatReplacedIt() {
        readBacks.sent();
        readBacks.failed();
        readBacks.sent();
        readBacks.read(20, true);
        readBacks.written(21, counts -> decided.add("21:" + counts));
        assertThat(decided).isEmpty();

        readBacks.read(21, false);
        assertThat(decided).containsExactly("21:false");
    }

    @Test
    void decidesOnce() {
        readBacks.sent();
        readBacks.written(1, counts -> decided.add("1:" + counts));
        readBacks.read(1, true);
        readBacks.read(1, true);
        assertThat(decided).hasSize(1);
    }
}
