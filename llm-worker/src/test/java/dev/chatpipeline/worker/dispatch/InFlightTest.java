package dev.chatpipeline.worker.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InFlightTest {

    @Test
    void givesPlacesInTheOrderAskedAndNeverMoreThanItHas() {
        InFlight places = new InFlight(2);
        List<String> granted = new ArrayList<>();
        for (String who : List.of("a", "b", "c", "d")) {
            places.acquire(() -> granted.add(who));
        }
        assertThat(granted).containsExactly("a", "b");
        places.release();
        assertThat(granted).containsExactly("a", "b", "c");
        places.release();
        places.release();
        places.release();
        places.acquire(() -> granted.add("e"));
        assertThat(granted).containsExactly("a", "b", "c", "d", "e");
    }
}
