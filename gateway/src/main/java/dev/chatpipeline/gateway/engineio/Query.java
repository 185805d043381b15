package dev.chatpipeline.gateway.engineio;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A query string's parameters; of equal names the first wins. The servlet's own parser would consume a form body as well. */
final class Query {

    private final Map<String, String> parameters = new HashMap<>();

    private Query() {}

    static Query parse(@Nullable String query) {
        var result = new Query();
        if (query != null) {
            for (String pair : query.split("&")) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                result.parameters.putIfAbsent(decode(name), decode(value));
            }
        }
        return result;
    }

    private static String decode(String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return value; // a malformed escape is taken literally
        }
    }

    Optional<String> get(String name) {
        return Optional.ofNullable(parameters.get(name));
    }
}
