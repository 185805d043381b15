package dev.chatpipeline.gateway;

import dev.chatpipeline.contracts.Ids;
import dev.chatpipeline.contracts.Topics;
import java.util.List;
import java.util.stream.Stream;

/** Makes session ids for chosen partitions, of the {@value TestGateway#PARTITIONS} that tests have. */
public final class SessionIds {

    private SessionIds() {}

    public static int partition(String session) {
        return Topics.partitionOf(session, TestGateway.PARTITIONS);
    }

    /** Another session in the same partition. */
    public static String beside(String session) {
        return Stream.generate(Ids::random)
                .filter(id -> partition(id) == partition(session))
                .findFirst()
                .orElseThrow();
    }

    /** Two sessions in one partition and one in another. */
    public static List<String> twoTogetherAndOneApart() {
        String first = Ids.random();
        String apart = Stream.generate(Ids::random)
                .filter(id -> partition(id) != partition(first))
                .findFirst()
                .orElseThrow();
        return List.of(first, beside(first), apart);
    }
}
