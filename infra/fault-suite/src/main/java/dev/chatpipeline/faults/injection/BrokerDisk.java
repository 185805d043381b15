package dev.chatpipeline.faults.injection;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Where the broker keeps its log: a small disk of its own in memory, where this user may mount one. */
public final class BrokerDisk implements AutoCloseable {

    private static final int BLOCK_BYTES = 1024 * 1024;

    private final Path folder;
    private final @Nullable String whyNeverFull;
    private final AtomicBoolean mounted = new AtomicBoolean(true);

    private BrokerDisk(Path folder, @Nullable String whyNeverFull) {
        this.folder = folder;
        this.whyNeverFull = whyNeverFull;
    }

    /** Mounts it, or takes the folder as it is. */
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
        // Ctrl-C leaves no disk behind.
        Runtime.getRuntime().addShutdownHook(new Thread(disk::close, "unmount"));
        return disk;
    }

    /** For the broker alone. */
    public Path brokerFolder() {
        return folder.resolve("kafka");
    }

    /** Null when it can be full. */
    @Nullable
    public String whyNeverFull() {
        return whyNeverFull;
    }

    /** Leaves no space. */
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

    /** Gives the space back. */
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
            // Lazily, for a killed broker's mappings may linger for a moment.
            String problem = run("umount", "--lazy", folder.toString());
            if (problem != null) {
                throw new IllegalStateException(problem);
            }
        }
    }

    /** What went wrong, null when nothing did. */
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
