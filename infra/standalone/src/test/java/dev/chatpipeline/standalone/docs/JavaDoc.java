package dev.chatpipeline.standalone.docs;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Javadoc of a record, read from its source because the configuration processor omits some of it. */
record JavaDoc(String text, Class<?> of) {

    private static final Pattern COMMENT =
            Pattern.compile("/\\*\\*((?:(?!\\*/).)*)\\*/[^;{}]*?\\brecord (\\w+)\\(", Pattern.DOTALL);

    /** Empty if the record has none. */
    static JavaDoc of(Class<?> type) {
        Matcher comments = COMMENT.matcher(Checkout.read(source(type)));
        while (comments.find()) {
            if (comments.group(2).equals(type.getSimpleName())) {
                return new JavaDoc(comments.group(1).replaceAll("(?m)^\\s*\\* ?", ""), type);
            }
        }
        return new JavaDoc("", type);
    }

    private static Path source(Class<?> type) {
        String file = type.getName().replaceFirst("\\$.*", "").replace('.', '/') + ".java";
        return Checkout.files().stream()
                .filter(path -> path.endsWith(Path.of("src/main/java").resolve(file)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no source of " + type));
    }

    /** The description of a component. */
    String param(String name) {
        Matcher param = Pattern.compile("@param\\s+" + name + "\\s+([^@]*(?:\\{@[^@]*)*)")
                .matcher(text);
        return param.find() ? plain(param.group(1), of) : "";
    }

    /** The text without tags and line breaks. */
    static String plain(String javadoc, Class<?> context) {
        String resolved = Pattern.compile("\\{@value #(\\w+)}")
                .matcher(javadoc)
                .replaceAll(match -> Matcher.quoteReplacement("`" + constant(context, match.group(1)) + "`"));
        return resolved.replaceAll("\\{@code ([^}]*)}", "`$1`")
                .replaceAll("\\{@link (?:[\\w.]*\\.)?#?(\\w+)[^}]*}", "`$1`")
                .replaceAll("\\s+", " ")
                .strip();
    }

    private static Object constant(Class<?> type, String name) {
        try {
            var field = type.getDeclaredField(name);
            field.setAccessible(true);
            return field.get(null);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(type + " has no constant " + name, e);
        }
    }
}
