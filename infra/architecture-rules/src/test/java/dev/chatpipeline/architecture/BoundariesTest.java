package dev.chatpipeline.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.chatpipeline.contracts.Plain;
import dev.chatpipeline.contracts.Wired;
import dev.chatpipeline.gateway.Neighbour;
import dev.chatpipeline.gateway.Upside;
import dev.chatpipeline.gateway.engineio.Chatty;
import dev.chatpipeline.gateway.engineio.Packet;
import dev.chatpipeline.gateway.engineio.Stored;
import dev.chatpipeline.gateway.socketio.Namespace;
import dev.chatpipeline.kafka.Upstream;
import dev.chatpipeline.projector.Fold;
import dev.chatpipeline.standalone.All;
import dev.chatpipeline.worker.Intruder;
import dev.chatpipeline.worker.Page;
import dev.chatpipeline.worker.lane.Answer;
import dev.chatpipeline.worker.provider.Asker;
import dev.chatpipeline.worker.store.Rows;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The classes are examples, in packages of the names that the boundaries speak of. */
class BoundariesTest {

    @ParameterizedTest
    @MethodSource("crossings")
    void whoCrossesABoundaryIsFoundAndWhoKeepsToItIsNot(String boundary, Class<?> offender, Class<?> legal) {
        Boundary rule = Boundaries.named(boundary);

        assertThat(rule.violations(Example.classes(offender, legal)))
                .singleElement()
                .satisfies(violation -> assertThat(violation.subjects()).containsExactly(offender.getName()));
    }

    @Test
    void eachBoundaryIsShown() {
        Set<String> shown =
                crossings().map(crossing -> (String) crossing.get()[0]).collect(Collectors.toSet());

        assertThat(Boundaries.ALL).allSatisfy(boundary -> assertThat(shown).contains(boundary.name()));
    }

    @Test
    void aNameThatIsNoBoundaryIsRefused() {
        assertThatThrownBy(() -> KnownViolations.none().crosses("databases", "a.B"))
                .hasMessage("boundary: databases (expected: one of Boundaries)");
    }

    static Stream<Arguments> crossings() {
        return Stream.of(
                arguments(Boundaries.DATABASES, Page.class, Rows.class),
                arguments(Boundaries.MODEL_LIBRARY, Answer.class, Asker.class),
                arguments(Boundaries.SPRING, Wired.class, Plain.class),
                arguments("nobody else imports dev.chatpipeline.gateway..", Intruder.class, Chatty.class),
                arguments("nobody else imports dev.chatpipeline.worker..", Neighbour.class, All.class),
                arguments("nobody else imports dev.chatpipeline.projector..", Upstream.class, Fold.class),
                arguments("nobody else imports dev.chatpipeline.standalone..", Upside.class, All.class),
                arguments(Boundaries.SOCKET_LIBRARY, Chatty.class, Namespace.class),
                arguments(Boundaries.SOCKET_LIBRARIES, Stored.class, Namespace.class),
                arguments(Boundaries.ENGINE, Packet.class, Namespace.class));
    }
}
