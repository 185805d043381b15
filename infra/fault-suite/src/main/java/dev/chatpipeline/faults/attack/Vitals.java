package dev.chatpipeline.faults.attack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the gateway's process holds, read by {@code jcmd} and from {@code /proc}. */
final class Vitals {

    private static final Pattern USED = Pattern.compile("used (\\d+)K");
    private static final int LISTENING = 0x0A;

    private final long pid;

    Vitals(long pid) {
        this.pid = pid;
    }

    /**
     * At one moment.
     *
     * @param cpuMillis used since the process started
     */
    record Reading(long heapMegabytes, int threads, int descriptors, long cpuMillis) {

        static final Reading GONE = new Reading(-1, -1, -1, -1);

        Reading max(Reading other) {
            return new Reading(
                    Math.max(heapMegabytes, other.heapMegabytes),
                    Math.max(threads, other.threads),
                    Math.max(descriptors, other.descriptors),
                    Math.max(cpuMillis, other.cpuMillis));
        }
    }

    boolean isAlive() {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }

    Reading read() {
        if (!isAlive()) {
            return Reading.GONE;
        }
        try (Stream<Path> threads = Files.list(proc("task"));
                Stream<Path> descriptors = Files.list(proc("fd"))) {
            return new Reading(heap(), (int) threads.count(), (int) descriptors.count(), cpuMillis());
        } catch (IOException e) {
            return Reading.GONE;
        }
    }

    /** After a collection, so that only what is held counts. */
    Reading readCollected() {
        jcmd("GC.run");
        return read();
    }

    private long heap() {
        Matcher used = USED.matcher(jcmd("GC.heap_info"));
        return used.find() ? Long.parseLong(used.group(1)) / 1024 : -1;
    }

    private long cpuMillis() {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .map(java.time.Duration::toMillis)
                .orElse(-1L);
    }

    private String jcmd(String command) {
        try {
            Process jcmd = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            String.valueOf(pid),
                            command)
                    .redirectErrorStream(true)
                    .start();
            return new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path proc(String name) {
        return Path.of("/proc", String.valueOf(pid), name);
    }

    /** The process of this machine that listens on the port. */
    static Optional<Long> listener(int port) throws IOException {
        Optional<String> inode = Stream.concat(
                        lines(Path.of("/proc/net/tcp")).stream(), lines(Path.of("/proc/net/tcp6")).stream())
                .map(line -> line.strip().split("\\s+"))
                .filter(fields -> fields.length > 9 && fields[1].endsWith(":%04X".formatted(port)))
                .filter(fields -> Integer.parseInt(fields[3], 16) == LISTENING)
                .map(fields -> "socket:[" + fields[9] + "]")
                .findFirst();
        if (inode.isEmpty()) {
            return Optional.empty();
        }
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(pid -> holds(pid, inode.get()))
                .findFirst();
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    private static boolean holds(long pid, String link) {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc", String.valueOf(pid), "fd"))) {
            return descriptors.anyMatch(descriptor -> {
                try {
                    return Files.readSymbolicLink(descriptor).toString().equals(link);
                } catch (IOException e) {
                    return false; // closed meanwhile
                }
            });
        } catch (IOException e) {
            return false; // another user's, or gone
        }
    }
}
