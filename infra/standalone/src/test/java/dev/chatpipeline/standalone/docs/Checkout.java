package dev.chatpipeline.standalone.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The working copy that the tests run in. */
final class Checkout {

    /** Files that are built or installed, or are not the project's own text. */
    private static final Set<String> LEFT_OUT = Set.of("target", "node_modules", ".git", ".data");

    private Checkout() {}

    static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve("infra").resolve("docs"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    static Path file(String path) {
        return root().resolve(path);
    }

    /** All of the project's own files, relative to the root. */
    static List<Path> files() {
        try (Stream<Path> files = Files.walk(root())) {
            return files.filter(Files::isRegularFile)
                    .map(root()::relativize)
                    .filter(Checkout::isOwn)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isOwn(Path file) {
        for (Path part : file) {
            if (LEFT_OUT.contains(part.toString())) {
                return false;
            }
        }
        return true;
    }

    static String read(Path file) {
        try {
            return Files.readString(root().resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
