package dev.chatpipeline.gateway.socketio;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;

/** A polling session, request by request. */
final class RawPolling {

    private final HttpClient client;
    private final URI uri;
    private final String sid;

    private RawPolling(HttpClient client, URI uri, String sid) {
        this.client = client;
        this.uri = uri;
        this.sid = sid;
    }

    /** Opens a session at that path. */
    static RawPolling open(HttpClient client, TestServer server, String path) {
        URI uri = server.http(path + "?EIO=4&transport=polling");
        String body = request(client, "GET", uri, "").join().body();
        String sid = body.substring(body.indexOf("\"sid\":\"") + 7, body.indexOf("\",\"upgrades\""));
        return new RawPolling(client, URI.create(uri + "&sid=" + sid), sid);
    }

    static CompletableFuture<HttpResponse<String>> request(HttpClient client, String method, URI uri, String body) {
        var request = HttpRequest.newBuilder(uri).method(method, BodyPublishers.ofString(body));
        return client.sendAsync(request.build(), BodyHandlers.ofString());
    }

    /** The same session, with this stamp in every address. */
    RawPolling stamped(String stamp) {
        return new RawPolling(client, URI.create(uri + "&t=" + stamp), sid);
    }

    String sid() {
        return sid;
    }

    CompletableFuture<HttpResponse<String>> startPoll() {
        return request(client, "GET", uri, "");
    }

    HttpResponse<String> poll() {
        return startPoll().join();
    }

    HttpResponse<String> post(String body) {
        return request(client, "POST", uri, body).join();
    }
}
