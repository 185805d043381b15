package dev.chatpipeline.contracts.model;

import dev.chatpipeline.contracts.model.Records.Sent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A worker process: its producer, and the partition for as long as it believes that it owns it. */
final class ModelWorker {

    final String id;
    final Deque<Sent> sent = new ArrayDeque<>();
    final Deque<Runnable> told = new ArrayDeque<>();
    boolean alive = true;
    boolean hung;
    private final World world;
    private final List<Ownership> finishing = new ArrayList<>();
    private @Nullable Ownership ownership;

    ModelWorker(String id, World world) {
        this.id = id;
        this.world = world;
    }

    void assigned() {
        lose();
        ownership = new Ownership(this, world);
    }

    /** Hands the partition over: running turns are finished or abandoned, and no others are started. */
    void revoked(boolean finishes) {
        if (ownership != null) {
            if (finishes) {
                ownership.beginNothing();
                finishing.add(ownership);
            } else {
                ownership.abandon();
            }
            ownership = null;
        }
    }

    void commit() {
        if (ownership != null) {
            ownership.commit();
        }
    }

    boolean isSettled() {
        return !alive || (told.isEmpty() && finishing.isEmpty() && (ownership == null || world.isOwner(this)));
    }

    /** Makes the process take one step. */
    void step() {
        if (hung) {
            return;
        }
        int dice = world.random.nextInt(10);
        if (dice < 3 && !told.isEmpty()) {
            told.remove().run();
        } else if (dice == 3 && !finishing.isEmpty()) {
            finishing.removeIf(Ownership::isIdle);
            finishing.forEach(Ownership::step);
        } else if (ownership != null) {
            if (dice == 4 && !world.isOwner(this)) {
                lose();
            } else {
                ownership.step();
            }
        }
    }

    private void lose() {
        if (ownership != null) {
            ownership.abandon();
            ownership = null;
        }
    }
}
