package dev.chatpipeline.worker.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PermitPoolTest {

    @Test
    void givesPermitsInTheOrderAskedAndNeverMoreThanItHas() {
        PermitPool permits = new PermitPool(2);
        List<String> granted = new ArrayList<>();
        for (String who : List.of("a", "b", "c", "d")) {
            permits.acquire(() -> granted.add(who));
        }
        assertThat(granted).containsExactly("a", "b");
        permits.release();
        assertThat(granted).containsExactly("a", "b", "c");
        permits.release();
        permits.release();
        permits.release();
        permits.acquire(() -> granted.add("e"));
        assertThat(granted).containsExactly("a", "b", "c", "d", "e");
    }
}
