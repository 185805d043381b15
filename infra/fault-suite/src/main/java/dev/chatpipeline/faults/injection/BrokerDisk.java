package dev.chatpipeline.faults.injection;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The broker's disk: a small tmpfs of its own, if this user may mount one. */
public final class BrokerDisk implements AutoCloseable {

    private static final int BLOCK_BYTES = 1024 * 1024;

    private final Path folder;
    private final @Nullable String whyNeverFull;
    private final AtomicBoolean mounted = new AtomicBoolean(true);

    private BrokerDisk(Path folder, @Nullable String whyNeverFull) {
        this.folder = folder;
        this.whyNeverFull = whyNeverFull;
    }

    /** Mounts the disk, or uses the plain folder. */
    public static BrokerDisk mount(Path folder, int megabytes) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!"root".equals(System.getProperty("user.name"))) {
            return new BrokerDisk(folder, "only root may mount a small disk");
        }
        String problem = run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", folder.toString());
        BrokerDisk disk = new BrokerDisk(folder, problem);
        // Ctrl-C must not leave the disk mounted.
        Runtime.getRuntime().addShutdownHook(new Thread(disk::close, "unmount"));
        return disk;
    }

    /** The folder for the broker's data. */
    public Path brokerFolder() {
        return folder.resolve("kafka");
    }

    /** Why the disk cannot be filled; null if it can. */
    @Nullable
    public String whyNeverFull() {
        return whyNeverFull;
    }

    /** Fills the disk. */
    void fill() {
        byte[] block = new byte[BLOCK_BYTES];
        try (OutputStream filler = Files.newOutputStream(filler())) {
            for (int size = BLOCK_BYTES; size > 0; ) {
                try {
                    filler.write(block, 0, size);
                } catch (IOException full) {
                    size /= 2;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Frees the space. */
    void free() {
        try {
            Files.deleteIfExists(filler());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path filler() {
        return folder.resolve("filler");
    }

    @Override
    public void close() {
        if (whyNeverFull == null && mounted.compareAndSet(true, false)) {
            // Unmounts lazily, because mappings of a killed broker may linger for a moment.
            String problem = run("umount", "--lazy", folder.toString());
            if (problem != null) {
                throw new IllegalStateException(problem);
            }
        }
    }

    /** The error output; null if the command succeeded. */
    private static @Nullable String run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor() == 0 ? null : String.join(" ", command) + ": " + said;
        } catch (IOException e) {
            return String.join(" ", command) + ": " + e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in " + String.join(" ", command), e);
        }
    }
}
