package dev.chatpipeline.gateway.engineio;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;

/** A polling session, request by request. */
public final class RawPolling {

    private final HttpClient client;
    private final URI uri;
    private final String sid;

    private RawPolling(HttpClient client, URI uri, String sid) {
        this.client = client;
        this.uri = uri;
        this.sid = sid;
    }

    /** Opens a session at that path. */
    public static RawPolling open(HttpClient client, TestServer server, String path) {
        URI uri = server.http(path + "?EIO=4&transport=polling");
        String body = request(client, "GET", uri, "").join().body();
        String sid = body.substring(body.indexOf("\"sid\":\"") + 7, body.indexOf("\",\"upgrades\""));
        return new RawPolling(client, URI.create(uri + "&sid=" + sid), sid);
    }

    public static CompletableFuture<HttpResponse<String>> request(
            HttpClient client, String method, URI uri, String body) {
        var request = HttpRequest.newBuilder(uri).method(method, BodyPublishers.ofString(body));
        return client.sendAsync(request.build(), BodyHandlers.ofString());
    }

    /** The same session, with this stamp ({@code t}) on every request. */
    public RawPolling stamped(String stamp) {
        return new RawPolling(client, URI.create(uri + "&t=" + stamp), sid);
    }

    public String sid() {
        return sid;
    }

    public CompletableFuture<HttpResponse<String>> startPoll() {
        return request(client, "GET", uri, "");
    }

    public HttpResponse<String> poll() {
        return startPoll().join();
    }

    public HttpResponse<String> post(String body) {
        return request(client, "POST", uri, body).join();
    }
}
