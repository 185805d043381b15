package dev.chatpipeline.faults.injection;

import dev.chatpipeline.faults.cluster.Kind;
import dev.chatpipeline.testkit.proxy.ProxiedConnection.Direction;
import java.time.Duration;

/** A fault. Its number {@code which} selects one of the possible targets at the time when it happens. */
sealed interface Fault {

    int which();

    /** The label of its row in the table. */
    String label();

    /** A fault of a process. The number of those in progress is limited. */
    sealed interface OfProcess extends Fault {

        Kind kind();
    }

    /** A fault of a connection. */
    sealed interface OfLink extends Fault {}

    /** SIGKILL, then a restart after a while. */
    record Kill(Kind kind, int which, Duration downFor) implements OfProcess {

        @Override
        public String label() {
            return "kill -9 " + kind;
        }
    }

    /**
     * SIGSTOP, later SIGCONT.
     *
     * @param length relative to the time after which others consider it dead
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

    /** SIGTERM, then a restart once it has stopped. */
    record Restart(Kind kind, int which) implements OfProcess {

        @Override
        public String label() {
            return "SIGTERM " + kind;
        }
    }

    /** Another one is added, then this one gets SIGTERM. */
    record Replace(Kind kind, int which) implements OfProcess {

        @Override
        public String label() {
            return "add " + kind + ", SIGTERM another";
        }
    }

    /** The broker's disk is full until the broker has halted. */
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

    /** A connection is cut after so many more bytes. */
    record Cut(int which, Direction direction, int afterBytes) implements OfLink {

        @Override
        public String label() {
            return "connection cut at a byte";
        }
    }

    /** A connection stalls for a while. */
    record Stall(int which, Duration time) implements OfLink {

        @Override
        public String label() {
            return "connection stalled";
        }
    }

    /** A client's transport is closed; it may reconnect to another gateway. */
    record Drop(int which) implements OfLink {

        @Override
        public String label() {
            return "client dropped";
        }
    }
}
