package dev.chatpipeline.gateway.history;

import dev.chatpipeline.contracts.Ids;
import dev.chatpipeline.contracts.StorableText;
import dev.chatpipeline.gateway.failure.Rejection;
import dev.chatpipeline.gateway.security.Identity;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Sessions and their messages over HTTP. */
@RestController
class HistoryController {

    private static final int MAX_TITLE = 200;

    private final SessionStore sessions;
    private final SessionList list;
    private final MessageStore messages;

    HistoryController(SessionStore sessions, SessionList list, MessageStore messages) {
        this.sessions = sessions;
        this.list = list;
        this.messages = messages;
    }

    /** A page of messages and the id of their session. */
    record MessagePage(
            String sessionId,
            List<MessageView> messages,
            @Nullable String next) {}

    /** What a client can change about a session. */
    record Change(@Nullable String title) {}

    @GetMapping("/api/sessions")
    SessionList.Page sessions(
            @AuthenticationPrincipal Identity user,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) @Nullable String before) {
        return list.page(user.userId(), checked(limit, SessionList.MAX_PAGE), before);
    }

    @PatchMapping("/api/sessions/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void rename(@AuthenticationPrincipal Identity user, @PathVariable String id, @RequestBody Change change) {
        String title = change.title() == null ? "" : change.title().strip();
        if (title.isEmpty() || title.length() > MAX_TITLE) {
            throw Rejection.invalidPayload("title", title.length() + " characters", "1 to " + MAX_TITLE);
        }
        if (!StorableText.isStorable(title)) {
            throw Rejection.invalidPayload("title", "text that cannot be stored", StorableText.RULE);
        }
        sessions.rename(checked(id), user.userId(), title);
    }

    @GetMapping("/api/sessions/{id}/messages")
    MessagePage messages(
            @AuthenticationPrincipal Identity user,
            @PathVariable String id,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) @Nullable String before,
            @RequestParam(defaultValue = "false") boolean tree) {
        sessions.find(checked(id), user.userId());
        int checkedLimit = checked(limit, MessageStore.MAX_PAGE);
        MessageStore.Page page =
                tree ? messages.tree(id, checkedLimit, before) : messages.path(id, checkedLimit, before);
        return new MessagePage(id, page.messages(), page.next());
    }

    private static String checked(String sessionId) {
        if (!Ids.isValid(sessionId)) {
            throw Rejection.invalidSessionId();
        }
        return sessionId;
    }

    private static int checked(int limit, int max) {
        if (limit < 1 || limit > max) {
            throw Rejection.invalidPayload("limit", String.valueOf(limit), "1 to " + max);
        }
        return limit;
    }
}
