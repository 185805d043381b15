package dev.chatpipeline.gateway;

import dev.chatpipeline.contracts.Ids;
import dev.chatpipeline.contracts.Topics;
import java.util.List;
import java.util.stream.Stream;

/** New sessions by their partition, of the {@value TestGateway#PARTITIONS} that tests have. */
public final class SessionIds {

    private SessionIds() {}

    public static int partition(String session) {
        return Topics.partitionOf(session, TestGateway.PARTITIONS);
    }

    /** One more of the same partition. */
    public static String beside(String session) {
        return Stream.generate(Ids::random)
                .filter(id -> partition(id) == partition(session))
                .findFirst()
                .orElseThrow();
    }

    /** Two of one partition and one of another. */
    public static List<String> twoTogetherAndOneApart() {
        String first = Ids.random();
        String apart = Stream.generate(Ids::random)
                .filter(id -> partition(id) != partition(first))
                .findFirst()
                .orElseThrow();
        return List.of(first, beside(first), apart);
    }
}
