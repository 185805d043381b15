package dev.chatpipeline.faults.injection;

import dev.chatpipeline.faults.cluster.Kind;
import dev.chatpipeline.testkit.proxy.ProxiedConnection.Direction;
import java.time.Duration;

/** Something that goes wrong. Its {@code which}, from 0 on, chooses among whatever there is when its time comes. */
sealed interface Fault {

    int which();

    /** Its row in the table. */
    String label();

    /** A fault of a process, of which only so many may be under way. */
    sealed interface OfProcess extends Fault {

        Kind kind();
    }

    /** A fault of a connection. */
    sealed interface OfLink extends Fault {}

    /** SIGKILL, and started again after a while. */
    record Kill(Kind kind, int which, Duration downFor) implements OfProcess {

        @Override
        public String label() {
            return "kill -9 " + kind;
        }
    }

    /**
     * SIGSTOP, later SIGCONT.
     *
     * @param length against the time after which others take it for dead
     */
    record Freeze(Kind kind, int which, Length length, Duration frozenFor) implements OfProcess {

        /** Whether others notice. */
        enum Length {
            SHORT,
            LONG
        }

        @Override
        public String label() {
            return "freeze " + kind + (length == Length.SHORT ? ", unnoticed" : ", taken for dead");
        }
    }

    /** SIGTERM, and started again once it has stopped. */
    record Restart(Kind kind, int which) implements OfProcess {

        @Override
        public String label() {
            return "SIGTERM " + kind;
        }
    }

    /** Another one is added, then this one told to stop. */
    record Replace(Kind kind, int which) implements OfProcess {

        @Override
        public String label() {
            return "add " + kind + ", SIGTERM another";
        }
    }

    /** No space is left on the broker's disk, until the broker has died of it. */
    record FillDisk(int which) implements OfProcess {

        @Override
        public Kind kind() {
            return Kind.BROKER;
        }

        @Override
        public String label() {
            return "full disk of the broker";
        }
    }

    /** A connection breaks after so many more bytes. */
    record Cut(int which, Direction direction, int afterBytes) implements OfLink {

        @Override
        public String label() {
            return "connection cut at a byte";
        }
    }

    /** A connection carries nothing for a while. */
    record Stall(int which, Duration time) implements OfLink {

        @Override
        public String label() {
            return "connection stalled";
        }
    }

    /** A client's transport is closed under it; it may come back at another gateway. */
    record Drop(int which) implements OfLink {

        @Override
        public String label() {
            return "client dropped";
        }
    }
}
