package dev.chatpipeline.gateway.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatpipeline.contracts.ChatJson;
import dev.chatpipeline.contracts.Ids;
import dev.chatpipeline.gateway.TestGateway;
import dev.chatpipeline.gateway.TestGateway.Answer;
import dev.chatpipeline.testkit.UsesChatInfra;
import dev.chatpipeline.testkit.client.ChatClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

@UsesChatInfra
class HistoryTest {

    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        gateway = TestGateway.shared();
    }

    @Test
    void aMessageIsShownFieldForField() throws Exception {
        String user = Ids.random();
        String session = openSession(user);
        question(session, "q", null, 5, "Why?");
        gateway.sql("""
                insert into message values (?, 'a', 'q', 'assistant', null, 'default', 'Because', 'failed', 5, 2,
                    'openai', 'gpt', 'stop', 7, 8, 9, 10, 'llm_error', 'stream_cut', 'It was cut.', true,
                    1, 11, 22, 3, 'sha256:abc', true, '2026-01-01T12:00:00Z', '2026-01-01T12:00:01.5Z')""", session);

        JsonNode messages = messages(user, session, "").path("messages");

        assertThat(messages.get(0)).isEqualTo(ChatJson.mapper().readTree("""
                        {"session_id":"%s","message_id":"q","parent_id":null,"role":"user","user_id":"someone",
                        "workspace_id":"default","content":"Why?","timestamp":"2026-01-01T00:00:05.000Z",
                        "status":"complete"}""".formatted(session)));
        assertThat(messages.get(1)).isEqualTo(ChatJson.mapper().readTree("""
                        {"session_id":"%s","message_id":"a","parent_id":"q","role":"assistant",
                        "workspace_id":"default","content":"Because","timestamp":"2026-01-01T12:00:00.000Z",
                        "finished_at":"2026-01-01T12:00:01.500Z","status":"failed","attempt":2,"provider":"openai",
                        "model":"gpt","finish_reason":"stop","usage":{"input_tokens":7,"output_tokens":8},"ttft_ms":9,
                        "duration_ms":10,"error":{"error_type":"llm_error","code":"stream_cut",
                        "message":"It was cut.","retryable":true},
                        "proof":{"topic":"%sevents","partition":1,"first_offset":11,"last_offset":22,"chunks":3,
                        "digest":"sha256:abc","verified":true}}""".formatted(
                        session, gateway.topics().prefix())));
    }

    @Test
    void theChosenPathLeadsToTheLastTurnPageByPage() throws Exception {
        String user = Ids.random();
        String session = openSession(user);
        String parent = null;
        for (int turn = 0; turn < 5; turn++) {
            question(session, "q" + turn, parent, turn, "question " + turn);
            answer(session, "a" + turn, "q" + turn, turn);
            parent = "a" + turn;
        }
        question(session, "branch", "a1", 7, "another way");
        answer(session, "first", "branch", 7);
        answer(session, "regenerated", "branch", 9);

        assertThat(ids(messages(user, session, ""))).containsExactly("q0", "a0", "q1", "a1", "branch", "regenerated");

        List<String> paged = new ArrayList<>();
        String next = "";
        do {
            JsonNode page = messages(user, session, "limit=4" + next);
            paged.addAll(0, ids(page));
            next = page.has("next") ? "&before=" + page.path("next").stringValue() : null;
        } while (next != null);
        assertThat(paged).containsExactly("q0", "a0", "q1", "a1", "branch", "regenerated");
    }

    @Test
    void theTreeShowsAllSiblingsInLogOrder() throws Exception {
        String user = Ids.random();
        String session = openSession(user);
        question(session, "q", null, 1, "m");
        answer(session, "a", "q", 1);
        answer(session, "b", "q", 2);
        question(session, "r", null, 3, "root");

        assertThat(ids(messages(user, session, "tree=true"))).containsExactly("q", "a", "b", "r");
        JsonNode last = messages(user, session, "tree=true&limit=2");
        assertThat(ids(last)).containsExactly("b", "r");
        assertThat(ids(messages(
                        user,
                        session,
                        "tree=true&limit=3&before=" + last.path("next").stringValue())))
                .containsExactly("q", "a");
    }

    @Test
    void sessionsAreListedNewestFirstPageByPageAndCanBeRenamed() throws Exception {
        String user = Ids.random();
        List<String> sessions =
                IntStream.range(0, 5).mapToObj(i -> openSession(user)).toList();
        for (int i = 0; i < 5; i++) {
            question(sessions.get(i), "q", null, i, "The question of session " + i + " " + "x".repeat(60));
        }
        openSession(Ids.random());

        Answer renamed = call(user, "PATCH", "/api/sessions/" + sessions.get(4), "{\"title\":\" A name \"}");
        assertThat(renamed.status()).isEqualTo(204);

        JsonNode first = call(user, "GET", "/api/sessions?limit=3", null).body();
        assertThat(ids(first, "sessions", "session_id"))
                .containsExactly(sessions.get(4), sessions.get(3), sessions.get(2));
        JsonNode newest = first.path("sessions").get(0);
        assertThat(newest.path("title").stringValue()).isEqualTo("A name");
        assertThat(newest.path("messages").intValue()).isEqualTo(1);
        assertThat(newest.path("owner_id").stringValue()).isEqualTo(user);
        assertThat(newest.path("workspace_id").stringValue()).isEqualTo("default");
        assertThat(newest.path("updated_at").stringValue()).isEqualTo("2026-01-01T00:00:04.000Z");
        assertThat(first.path("sessions").get(1).path("title").stringValue())
                .isEqualTo("The question of session 3 " + "x".repeat(34));
        JsonNode second = call(
                        user,
                        "GET",
                        "/api/sessions?limit=3&before=" + first.path("next").stringValue(),
                        null)
                .body();
        assertThat(ids(second, "sessions", "session_id")).containsExactly(sessions.get(1), sessions.get(0));
        assertThat(second.has("next")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "404, session_not_found, GET, /api/sessions/nobodys/messages",
        "404, session_not_found, PATCH, /api/sessions/nobodys",
        "400, invalid_session_id, GET, /api/sessions/a%20b/messages",
        "400, invalid_payload, GET, /api/sessions?limit=0",
        "400, invalid_payload, GET, /api/sessions?limit=201",
        "400, invalid_payload, GET, /api/sessions?limit=many",
        "400, invalid_payload, GET, /api/sessions?before=x",
        "404, invalid_payload, GET, /api/nothing",
        "405, invalid_payload, DELETE, /api/models",
    })
    void aBadCallIsAProblemWithItsCode(int status, String code, String method, String path) throws Exception {
        Answer answer = call("somebody", method, path, method.equals("PATCH") ? "{\"title\":\"t\"}" : null);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.headers().get("content-type")).containsExactly("application/problem+json");
        assertThat(answer.body().path("code").stringValue()).isEqualTo(code);
        assertThat(answer.body().path("retryable").booleanValue()).isFalse();
    }

    @Test
    void anotherUsersSessionIsNotFound() throws Exception {
        String session = openSession("owner");
        question(session, "q", null, 1, "secret");
        assertThat(call("thief", "GET", "/api/sessions/" + session + "/messages", null)
                        .status())
                .isEqualTo(404);
        assertThat(call("thief", "PATCH", "/api/sessions/" + session, "{\"title\":\"mine\"}")
                        .status())
                .isEqualTo(404);
        assertThat(call("owner", "PATCH", "/api/sessions/" + session, "{\"title\":5}")
                        .body()
                        .path("code")
                        .stringValue())
                .isEqualTo("invalid_payload");
        assertThat(call("owner", "PATCH", "/api/sessions/" + session, "not json")
                        .body()
                        .path("code")
                        .stringValue())
                .isEqualTo("invalid_payload");
    }

    @Test
    void aDeletedSessionIsGoneAndItsIdTaken() throws Exception {
        String session = Ids.random();
        gateway.sql("insert into session values (?, 'owner', 'default', null, now(), now())", session);
        try (ChatClient client = gateway.connect(TestGateway.token("owner"))) {
            assertThat(client.ask("chat_message", Map.of("message", "m", "session_id", session))
                            .path("code")
                            .stringValue())
                    .isEqualTo("session_not_found");
        }
        assertThat(call("owner", "GET", "/api/sessions/" + session + "/messages", null)
                        .status())
                .isEqualTo(404);
    }

    @Test
    void withoutTheDatabaseAFollowedSessionGoesOnAndOthersAreToldToTryAgain() throws Exception {
        try (TestGateway broken = TestGateway.start();
                ChatClient client = broken.connect(TestGateway.token("user"))) {
            client.ask("chat_message", Map.of("message", "m", "session_id", "known"));
            broken.sql("alter table session rename to session_away");

            assertThat(client.ask("chat_message", Map.of("message", "m", "session_id", "known"))
                            .path("status")
                            .stringValue())
                    .isEqualTo("accepted");
            JsonNode refused = client.ask("chat_message", Map.of("message", "m", "session_id", "unknown"));
            assertThat(refused.path("code").stringValue()).isEqualTo("history_unavailable");
            assertThat(refused.path("retryable").booleanValue()).isTrue();
        }
    }

    @Test
    void theModelsAreThoseConfigured() throws Exception {
        try (TestGateway configured = TestGateway.start(
                "--chat.workspaces.default.provider=openai",
                "--chat.workspaces.default.model=",
                "--chat.workspaces.law.provider=anthropic",
                "--chat.workspaces.law.model=claude-x",
                "--chat.workspaces.same.system-prompt=be kind",
                "--chat.workspaces.play.provider=simulated")) {
            JsonNode models = configured
                    .call("GET", "/api/models", null, "Authorization", "Bearer " + TestGateway.token("u"))
                    .body()
                    .path("models");
            assertThat(models).isEqualTo(ChatJson.mapper().readTree("""
                            [{"provider":"openai","model":"gpt-5-mini","workspaces":["default","same"],
                              "default":true,"simulated":false},
                             {"provider":"anthropic","model":"claude-x","workspaces":["law"],
                              "default":false,"simulated":false},
                             {"provider":"simulated","model":"simulated","workspaces":["play"],
                              "default":false,"simulated":true}]"""));
        }
    }

    private static String openSession(String user) {
        String session = Ids.random();
        try {
            gateway.sql(
                    "insert into session values (?, ?, 'default', null, '2025-01-01T00:00:00Z', null)", session, user);
        } catch (java.sql.SQLException e) {
            throw new AssertionError(e);
        }
        return session;
    }

    private static void question(String session, String id, @Nullable String parent, long turn, String text)
            throws Exception {
        gateway.sql("""
                insert into message (session_id, message_id, parent_id, role, user_id, workspace_id, content, status,
                    turn, log_partition, first_offset, last_offset, created_at)
                values (?, ?, ?, 'user', 'someone', 'default', ?, 'complete', ?, 1, 1, 1,
                    '2026-01-01T00:00:00Z'::timestamptz + ? * interval '1 second')""", session, id, parent, text, turn, turn);
    }

    private static void answer(String session, String id, String parent, long turn) throws Exception {
        gateway.sql("""
                insert into message (session_id, message_id, parent_id, role, content, status, turn, attempt,
                    log_partition, created_at)
                values (?, ?, ?, 'assistant', 'answer', 'complete', ?, 1, 1, now())""", session, id, parent, turn);
    }

    private static JsonNode messages(String user, String session, String query) throws Exception {
        Answer answer = call(user, "GET", "/api/sessions/" + session + "/messages?" + query, null);
        assertThat(answer.status()).isEqualTo(200);
        return answer.body();
    }

    private static Answer call(String user, String method, String path, @Nullable String body) throws Exception {
        return gateway.call(method, path, body, "Authorization", "Bearer " + TestGateway.token(user));
    }

    private static List<String> ids(JsonNode page) {
        return ids(page, "messages", "message_id");
    }

    private static List<String> ids(JsonNode page, String list, String field) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < page.path(list).size(); i++) {
            ids.add(page.path(list).get(i).path(field).stringValue());
        }
        return ids;
    }
}
