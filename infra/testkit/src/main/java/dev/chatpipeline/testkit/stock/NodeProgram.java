package dev.chatpipeline.testkit.stock;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The script and its packages, which lie among the resources, as files that Node can run. */
final class NodeProgram {

    private static final String SCRIPT = "stock-clients.mjs";

    private static @Nullable Path unpacked;

    private NodeProgram() {}

    /** The script; unpacked once, gone with the JVM. */
    static synchronized Path script() {
        if (unpacked == null) {
            try {
                unpacked = unpack();
            } catch (IOException e) {
                throw new UncheckedIOException("unpacking the stock client", e);
            }
        }
        return unpacked.resolve(SCRIPT);
    }

    private static Path unpack() throws IOException {
        Path folder = Files.createTempDirectory("stock-clients");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
        URI script = uri();
        if (script.getScheme().equals("jar")) {
            try (FileSystem jar = FileSystems.newFileSystem(script, Map.of())) {
                copy(parent(jar.provider().getPath(script)), folder);
            }
        } else {
            copy(parent(Path.of(script)), folder);
        }
        return folder;
    }

    private static URI uri() {
        try {
            return Objects.requireNonNull(NodeProgram.class.getResource("node/" + SCRIPT), "resource node/" + SCRIPT)
                    .toURI();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path parent(Path file) {
        return Objects.requireNonNull(file.getParent());
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> walk = Files.walk(from)) {
            for (Path path : (Iterable<Path>) walk::iterator) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target);
                }
            }
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> walk = Files.walk(folder)) {
            List<Path> deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
