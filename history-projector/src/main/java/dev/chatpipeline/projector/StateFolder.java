package dev.chatpipeline.projector;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** A folder for one instance's local state. Instances on one machine share a root, and each locks a part of it. */
final class StateFolder implements AutoCloseable {

    /** Maximum number of instances on one machine. */
    private static final int MAX_PARTS = 64;

    private final Path folder;
    private final FileChannel lock;

    private StateFolder(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /** Claims the first free part, so that an instance that restarts finds its state again. */
    static StateFolder claim(Path root) {
        try {
            for (int part = 0; part < MAX_PARTS; part++) {
                Path folder = Files.createDirectories(root.resolve(Integer.toString(part)));
                @Nullable StateFolder claimed = tryClaim(folder);
                if (claimed != null) {
                    return claimed;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("state-dir: " + root + " (expected: a folder to write to)", e);
        }
        throw new IllegalStateException("state-dir: " + root + " has " + MAX_PARTS + " parts in use (expected: fewer)");
    }

    private static @Nullable StateFolder tryClaim(Path folder) throws IOException {
        FileChannel channel =
                FileChannel.open(folder.resolve("in-use"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        @Nullable FileLock held = null;
        try {
            held = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Another instance in this JVM holds it.
        }
        if (held == null) {
            channel.close();
            return null;
        }
        return new StateFolder(folder, channel);
    }

    Path path() {
        return folder;
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException("releasing " + folder, e);
        }
    }
}
