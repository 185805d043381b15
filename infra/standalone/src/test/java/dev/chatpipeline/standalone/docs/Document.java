package dev.chatpipeline.standalone.docs;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A document: a Markdown file or a package's documentation.
 *
 * @param prose without fenced code
 */
record Document(Path file, String text, String prose) {

    private static final Pattern FENCED = Pattern.compile("(?ms)^```.*?^```");
    private static final Pattern PREFORMATTED = Pattern.compile("(?s)<pre>.*?</pre>");
    private static final Pattern CODE = Pattern.compile("`([^`\n]+)`|\\{@(?:code|link|linkplain)\\s+([^}\\s]+)[^}]*}");
    private static final Pattern LINK = Pattern.compile("\\[[^]]*]\\(([^)\\s]+)\\)");

    /** README, the documents, GitHub's files and the packages' documentation. */
    static List<Document> all() {
        return Checkout.files().stream()
                .filter(file -> file.toString().matches("README\\.md|infra/docs/[^/]+\\.md|\\.github/.+\\.md")
                        || file.toString().matches(".*/src/main/java/.*/package-info\\.java"))
                .map(Document::read)
                .toList();
    }

    private static Document read(Path file) {
        return of(file, Checkout.read(file));
    }

    static Document of(Path file, String content) {
        String text = content;
        if (file.toString().endsWith(".java")) {
            int end = text.indexOf("*/");
            text = text.substring(0, Math.max(0, end)).replaceAll("(?m)^\\s*/?\\*+ ?", "");
        }
        String prose = PREFORMATTED.matcher(FENCED.matcher(text).replaceAll("")).replaceAll("");
        return new Document(file, text, prose);
    }

    /** Inline code. */
    Stream<String> code() {
        return CODE.matcher(prose).results().map(Document::firstGroup);
    }

    /** Targets of links. */
    Stream<String> links() {
        return LINK.matcher(prose).results().map(Document::firstGroup);
    }

    /** All matches of the pattern's first group, also in code blocks. */
    Stream<String> all(Pattern pattern) {
        return pattern.matcher(text).results().map(Document::firstGroup);
    }

    /** Anchors of its headings, as GitHub generates them. */
    List<String> anchors() {
        return Pattern.compile("(?m)^#+ +(.+)$")
                .matcher(text)
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\w\\s-]", "")
                        .replaceAll("\\s", "-"))
                .toList();
    }

    private static String firstGroup(MatchResult match) {
        for (int group = 1; group <= match.groupCount(); group++) {
            if (match.group(group) != null) {
                return match.group(group);
            }
        }
        return match.group();
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
