package dev.chatpipeline.gateway.engineio;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Optional;

/** What a handler can see of the HTTP request that opened a connection. Kept small, since it lives as long as the connection. */
public final class HttpHandshake {

    /** Of a string, or of the session that is opened. */
    private static final int OVERHEAD = 64;

    private final String remoteAddress;
    private final String query;
    private final String[] headers;

    private HttpHandshake(String remoteAddress, String query, String[] headers) {
        this.remoteAddress = remoteAddress;
        this.query = query;
        this.headers = headers;
    }

    static HttpHandshake of(HttpServletRequest request) {
        var headers = new ArrayList<String>();
        request.getHeaderNames()
                .asIterator()
                .forEachRemaining(name -> request.getHeaders(name).asIterator().forEachRemaining(value -> {
                    headers.add(name);
                    headers.add(value);
                }));
        String query = request.getQueryString();
        return new HttpHandshake(request.getRemoteAddr(), query == null ? "" : query, headers.toArray(String[]::new));
    }

    /** About how much memory this holds. */
    long bytes() {
        long characters = query.length();
        for (String header : headers) {
            characters += header.length();
        }
        return characters + OVERHEAD * (headers.length + 1L);
    }

    /** The client's address as the server sees it. */
    public String remoteAddress() {
        return remoteAddress;
    }

    /** The first header of that name; names are case-insensitive. */
    public Optional<String> header(String name) {
        for (int i = 0; i < headers.length; i += 2) {
            if (headers[i].equalsIgnoreCase(name)) {
                return Optional.of(headers[i + 1]);
            }
        }
        return Optional.empty();
    }

    /** The first cookie of that name. */
    public Optional<String> cookie(String name) {
        for (int i = 0; i < headers.length; i += 2) {
            if (headers[i].equalsIgnoreCase("Cookie")) {
                for (String pair : headers[i + 1].split(";")) {
                    int equals = pair.indexOf('=');
                    if (equals > 0 && pair.substring(0, equals).strip().equals(name)) {
                        return Optional.of(pair.substring(equals + 1).strip());
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** The first query parameter of that name, decoded. */
    public Optional<String> query(String name) {
        return Query.parse(query).get(name);
    }
}
