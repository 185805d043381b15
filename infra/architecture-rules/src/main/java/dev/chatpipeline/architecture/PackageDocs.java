package dev.chatpipeline.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;

/** What a {@code package-info.java} says, without markup at the beginning of lines. */
record PackageDocs(String text) {

    private static final Pattern ABOUT_THREADS = Pattern.compile("(?i)\\bthreads?\\b");

    /** Not after the dot of {@code Threads.</b>}: such a heading belongs to the sentence behind it. */
    private static final Pattern END_OF_SENTENCE = Pattern.compile("[.!?]\\s|<p>|</pre>");

    /** Empty where the package has no documentation. */
    static PackageDocs of(Path sources, String packageName) {
        Path file = sources.resolve(packageName.replace('.', '/')).resolve("package-info.java");
        if (!Files.exists(file)) {
            return new PackageDocs("");
        }
        try {
            return parse(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static PackageDocs parse(String source) {
        int end = source.indexOf("*/");
        return new PackageDocs(end < 0 ? "" : source.substring(0, end).replaceAll("(?m)^\\s*/?\\*+ ?", ""));
    }

    boolean nameInSentenceAboutThreads(String simpleName) {
        Pattern named = Pattern.compile("\\b" + Pattern.quote(simpleName) + "\\b");
        return Arrays.stream(END_OF_SENTENCE.split(text))
                .anyMatch(sentence -> ABOUT_THREADS.matcher(sentence).find()
                        && named.matcher(sentence).find());
    }
}
