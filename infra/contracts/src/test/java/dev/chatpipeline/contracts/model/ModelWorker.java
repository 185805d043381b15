package dev.chatpipeline.contracts.model;

import dev.chatpipeline.contracts.model.Records.Sent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A worker process: its producer, and the partition while it thinks that it owns it. */
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

    /** Gives the partition away; what runs is finished or dropped, nothing is begun. */
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

    /** One thing that the process happens to do next. */
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
