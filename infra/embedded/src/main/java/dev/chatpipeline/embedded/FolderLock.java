package dev.chatpipeline.embedded;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The right to use a folder, held by at most one process. It is a lock of the operating system on a file in it, so it ends
 * with the process, kill -9 included. The file also says that the folder is ours: a folder that has other content is rejected.
 * Nobody but its owner can look into a folder that is held.
 */
final class FolderLock implements AutoCloseable {

    static final String FILE = "chat-pipeline.lock";

    // POSIX drops a process's locks on a file when any of its descriptors of that file is closed. So a second attempt
    // in this JVM must not even open the file.
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel channel;

    private FolderLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /** @throws StartupProblem when another holder has the folder, it is not ours, or it cannot be created or written */
    static FolderLock acquire(Path wanted) {
        try {
            Path folder = Files.createDirectories(wanted).toRealPath();
            requireOurs(folder);
            if (!HELD_HERE.add(folder)) {
                throw inUse(folder);
            }
            FileChannel channel = null;
            boolean locked = false;
            try {
                channel = FileChannel.open(folder.resolve(FILE), CREATE, WRITE);
                locked = channel.tryLock() != null;
                if (!locked) {
                    throw inUse(folder);
                }
                // The broker sets no modes of its own; what lies in the folder is as private as the folder is.
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
                return new FolderLock(folder, channel);
            } finally {
                if (!locked) {
                    HELD_HERE.remove(folder);
                    if (channel != null) {
                        channel.close();
                    }
                }
            }
        } catch (IOException e) {
            throw StartupProblem.because("data folder cannot be used: " + wanted, e);
        }
    }

    private static void requireOurs(Path folder) throws IOException {
        try (Stream<Path> content = Files.list(folder)) {
            if (!Files.exists(folder.resolve(FILE)) && content.findAny().isPresent()) {
                throw new StartupProblem("data folder holds other files: " + folder + " (expected: new or empty)");
            }
        }
    }

    private static StartupProblem inUse(Path folder) {
        return new StartupProblem("data folder is in use by another process: " + folder);
    }

    /** The locked folder, absolute and without symbolic links. */
    Path folder() {
        return folder;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new IllegalStateException("cannot release " + folder, e);
        } finally {
            HELD_HERE.remove(folder);
        }
    }
}
