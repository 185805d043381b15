package dev.chatpipeline.standalone.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatpipeline.contracts.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** After a rename, this finds the documents that still use the old name. */
class DocumentsNameWhatExistsTest {

    /** They look like files but are not, or are outside the repository. */
    private static final Set<String> NOT_FILES = Set.of("meta-llama/Llama-3.1-8B-Instruct");

    private static final Pattern TYPE =
            Pattern.compile("(?:[a-z]\\w*\\.)*([A-Z]\\w*[a-z]\\w*)(?:[.#](\\w+))?(?:\\(.*\\))?");
    private static final Pattern KEY = Pattern.compile("(?<![\\w/.-])(?:--)?(chat\\.[a-z][a-z0-9.*<>-]*[a-z0-9*>])");
    private static final Pattern VARIABLE = Pattern.compile("\\b(CHAT_[A-Z_]+)\\b");
    private static final Pattern SYSTEM_PROPERTY = Pattern.compile("-D([a-z][\\w-]*\\.[\\w.-]*\\w)");
    private static final Pattern FILE = Pattern.compile(
            "\\.?[\\w<*][\\w.<>*-]*(?:/[\\w.<>*-]+)+/?|[\\w-]+\\.(?:md|java|mjs|json|xml|sql|ya?ml|html)");

    private final List<Document> documents = Document.all();
    private final SourceIndex sources = SourceIndex.read();

    @Test
    void everyClassExists() {
        assertThat(missing(Document::code, (document, code) -> {
                    Matcher type = TYPE.matcher(code);
                    return !type.matches() || isType(type.group(1), type.group(2));
                }))
                .isEmpty();
    }

    private boolean isType(String name, String member) {
        return member == null ? sources.hasType(name) : sources.hasType(member) || sources.hasMember(name, member);
    }

    @Test
    void everyKeyExists() {
        Set<String> keys = keys();
        List<String> topics = new Topics(Topics.DEFAULT_PREFIX).all();

        assertThat(missing(
                        document -> document.all(KEY),
                        (document, name) -> topics.contains(name) || isKey(keys, name) || isPackage(document, name)))
                .isEmpty();
    }

    /** {@code chat.socket} is one of the gateway's. */
    private static boolean isPackage(Document document, String name) {
        return SourceIndex.hasFile(document.file(), name.replace('.', '/'));
    }

    private static boolean isKey(Set<String> keys, String name) {
        String prefix = name.replaceFirst("\\.?\\*$", "");
        return keys.stream()
                .anyMatch(key -> key.equals(name)
                        || key.startsWith(prefix + ".")
                        || name.matches(key.replace(".", "\\.").replace("*", "[^.]+")));
    }

    @Test
    void everyVariableAndSystemPropertyIsReadSomewhere() {
        Set<String> variables = keys().stream()
                .map(key -> key.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT))
                .collect(Collectors.toSet());

        assertThat(missing(
                        document -> document.all(VARIABLE),
                        (document, name) -> isVariable(variables, name) || sources.mentions(name)))
                .isEmpty();
        assertThat(missing(
                        document -> document.all(SYSTEM_PROPERTY),
                        (document, name) -> isReadByOthers(name) || sources.mentions(name)))
                .isEmpty();
    }

    /** By the build, or by the JDK. */
    private static boolean isReadByOthers(String property) {
        return property.matches("(maven|surefire|spotless|https?|javax\\.net)\\..*");
    }

    /** {@code *} in a key is a name that people choose. */
    private static boolean isVariable(Set<String> variables, String name) {
        return variables.stream().anyMatch(variable -> name.matches(variable.replace("*", "[A-Z0-9]+")));
    }

    private static Set<String> keys() {
        return ConfigurationMetadata.keys().stream().map(ConfigurationKey::name).collect(Collectors.toSet());
    }

    @Test
    void everyFileExists() {
        assertThat(missing(
                        Document::code,
                        (document, name) -> !FILE.matcher(name).matches()
                                || NOT_FILES.contains(name)
                                || SourceIndex.hasFile(document.file(), name)))
                .isEmpty();
    }

    @Test
    void everyLinkLeadsSomewhere() {
        assertThat(missing(
                        Document::links,
                        (document, link) -> link.matches("[a-z]+:.*") || leadsSomewhere(document, link)))
                .isEmpty();
    }

    private boolean leadsSomewhere(Document document, String link) {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty()
                ? document.file()
                : Path.of("").resolve(document.file()).resolveSibling(parts[0]).normalize();
        return Files.exists(Checkout.root().resolve(target))
                && (parts.length == 1
                        || documents.stream()
                                .filter(other -> other.file().equals(target))
                                .anyMatch(other -> other.anchors().contains(parts[1])));
    }

    private List<String> missing(Function<Document, Stream<String>> names, BiPredicate<Document, String> exists) {
        return documents.stream()
                .flatMap(document -> names.apply(document)
                        .filter(name -> !exists.test(document, name))
                        .distinct()
                        .map(name -> document + ": " + name))
                .toList();
    }
}
