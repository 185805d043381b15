package dev.chatpipeline.standalone.docs;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The project's types, nested ones included, and the sources that declare them. */
final class SourceIndex {

    private static final Pattern TYPE = Pattern.compile("\\b(?:class|record|enum|interface|@interface)\\s+([A-Z]\\w*)");

    private final Map<String, StringBuilder> sources = new HashMap<>();
    private final StringBuilder everything = new StringBuilder();

    static SourceIndex read() {
        SourceIndex index = new SourceIndex();
        for (Path file : Checkout.files()) {
            String name = file.getFileName().toString();
            if (name.endsWith(".java")) {
                index.addJava(Checkout.read(file));
            } else if (name.matches("pom\\.xml|.*\\.(ya?ml|properties|mjs)") || !name.contains(".")) {
                index.everything.append(Checkout.read(file));
            }
        }
        return index;
    }

    private void addJava(String source) {
        everything.append(source);
        TYPE.matcher(source)
                .results()
                .forEach(type -> sources.computeIfAbsent(type.group(1), name -> new StringBuilder())
                        .append(source));
    }

    boolean hasType(String name) {
        return sources.containsKey(name);
    }

    /** Whether a source that declares the type contains the name of the member. */
    boolean hasMember(String type, String member) {
        return hasType(type)
                && Pattern.compile("\\b" + Pattern.quote(member) + "\\b")
                        .matcher(sources.get(type))
                        .find();
    }

    /** Whether the class has such a test. */
    boolean isTest(String type, String method) {
        return hasType(type)
                && Pattern.compile("@(?:Parameterized)?Test\\b(?:\\s*@\\w+(?:\\([^)]*\\))?)*\\s*void " + method + "\\(")
                        .matcher(sources.get(type))
                        .find();
    }

    /** Whether any source, script or setting contains it. */
    boolean mentions(String text) {
        return everything.indexOf(text) >= 0;
    }

    /** Whether such a file or folder exists: relative to the root or the document, or anywhere if the name is not a path. */
    static boolean hasFile(Path document, String path) {
        String clean = path.replaceFirst("/$", "");
        Pattern pattern = Pattern.compile("(?:.*/)?"
                + clean.replace(".", "\\.").replace("*", "[^/]*").replaceAll("<[^>]*>", "[^/]*") + "(?:/.*)?");
        return List.of(Checkout.root(), Checkout.root().resolve(document).getParent()).stream()
                        .anyMatch(folder -> folder.resolve(clean).toFile().exists())
                || Checkout.files().stream()
                        .anyMatch(file -> pattern.matcher(file.toString()).matches());
    }
}
