package dev.chatpipeline.worker.provider;

import dev.chatpipeline.contracts.FailureCode;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a user message asks of the simulation. Directives stand anywhere in the text, between spaces; of one given twice
 * the last counts, and a number out of bounds is moved to the nearest bound.
 *
 * <table>
 * <caption>Directives</caption>
 * <tr><th>directive</th><th>meaning</th><th>bounds</th><th>default</th></tr>
 * <tr><td>{@code tokens=N}</td><td>pieces of the answer</td><td>1 to 100,000</td><td>40</td></tr>
 * <tr><td>{@code rate=R}</td><td>pieces per second</td><td>1 to 100,000</td><td>50</td></tr>
 * <tr><td>{@code ttft=MS}</td><td>milliseconds to the first piece</td><td>0 to 60,000</td><td>100</td></tr>
 * <tr><td>{@code fail=CODE}</td><td>fail with this {@code llm_error} code; for {@code provider_stalled} it
 * falls silent first, for as long as the stall timeout allows</td><td></td><td>none</td></tr>
 * <tr><td>{@code after=N}</td><td>pieces before the failure</td><td>0 to tokens</td><td>half of the tokens for
 * {@code stream_cut} and {@code provider_stalled}, else 0</td></tr>
 * <tr><td>{@code recall}</td><td>answer with the earlier user messages that the prompt holds; {@code tokens} is of no
 * meaning then</td><td></td><td>off</td></tr>
 * </table>
 *
 * @param fail the code as it was written, null: end well
 */
record Simulation(
        int tokens, int rate, int ttftMillis, @Nullable String fail, int after, boolean recall) {

    static final int MAX_TOKENS = 100_000;
    static final int MAX_RATE = 100_000;
    static final int MAX_TTFT_MILLIS = 60_000;

    private static final Pattern DIRECTIVE = Pattern.compile("(?<!\\S)(tokens|rate|ttft|after)=(\\d{1,9})(?!\\S)"
            + "|(?<!\\S)(fail)=(\\w{1,40})(?!\\S)|(?<!\\S)(recall)(?!\\S)");

    static Simulation of(String message) {
        Map<String, String> given = new HashMap<>();
        DIRECTIVE.matcher(message).results().forEach(found -> {
            if (found.group(1) != null) {
                given.put(found.group(1), found.group(2));
            } else if (found.group(3) != null) {
                given.put(found.group(3), found.group(4));
            } else {
                given.put(found.group(5), "");
            }
        });
        int tokens = number(given, "tokens", 40, 1, MAX_TOKENS);
        String fail = given.get("fail");
        boolean midway = FailureCode.STREAM_CUT.wire().equals(fail)
                || FailureCode.PROVIDER_STALLED.wire().equals(fail);
        return new Simulation(
                tokens,
                number(given, "rate", 50, 1, MAX_RATE),
                number(given, "ttft", 100, 0, MAX_TTFT_MILLIS),
                fail,
                number(given, "after", midway ? tokens / 2 : 0, 0, tokens),
                given.containsKey("recall"));
    }

    private static int number(Map<String, String> given, String name, int absent, int min, int max) {
        String value = given.get(name);
        return value == null ? absent : Math.clamp(Long.parseLong(value), min, max);
    }
}
