package dev.chatpipeline.worker.generation;

import dev.chatpipeline.contracts.ChatCommand;
import dev.chatpipeline.contracts.Ids;
import dev.chatpipeline.contracts.TurnRules;
import dev.chatpipeline.contracts.TurnRules.Placement;
import dev.chatpipeline.worker.generation.Prompt.Role;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a worker knows of a session: its tree of messages and the texts of its answers. Warm it grows with each turn;
 * cold it is filled from the rows of lower turns. Confined to the session's lane.
 */
public final class Conversation implements TurnRules.Known {

    /** Only its presence in {@code messages} matters where the text is empty: a turn without answer text. */
    private record Message(Role role, @Nullable String parentId, String text) {}

    private final String sessionId;
    private final Map<String, Message> messages = new HashMap<>();
    private @Nullable String lastAnswerId;
    private long characters;

    public Conversation(String sessionId) {
        this.sessionId = sessionId;
    }

    /** Adds a stored message; the answers in the order of their turns. */
    public void restore(String messageId, Role role, @Nullable String parentId, String text) {
        put(messageId, new Message(role, parentId, text));
        if (role == Role.ASSISTANT) {
            lastAnswerId = messageId;
        }
    }

    /** Adds a new turn, its answer still without text. */
    public void add(ChatCommand.Ask command, Placement.Turn turn) {
        if (command instanceof ChatCommand.SendMessage send) {
            put(send.messageId(), new Message(Role.USER, turn.parentId(), send.message()));
        }
        put(turn.answerId(), new Message(Role.ASSISTANT, turn.questionId(), ""));
        lastAnswerId = turn.answerId();
    }

    /** The turn ended with this much text, maybe none. */
    public void answered(String answerId, String text) {
        Message answer = messages.get(answerId);
        if (answer == null) {
            throw new IllegalStateException("answer: " + answerId + " (expected: of a turn of " + sessionId + ")");
        }
        put(answerId, new Message(Role.ASSISTANT, answer.parentId(), text));
    }

    /**
     * What the model is to read to answer this question, oldest first. Blank messages are left out, since some servers
     * refuse them; a question stays although its answer was cancelled or failed, as it does in the transcript.
     */
    public List<Prompt.Message> pathTo(String questionId) {
        List<Prompt.Message> path = new ArrayList<>();
        @Nullable String id = questionId;
        while (id != null) {
            Message message = messages.get(id);
            if (message == null) {
                break;
            }
            if (!message.text().isBlank()) {
                path.add(new Prompt.Message(message.role(), message.text()));
            }
            id = message.parentId();
        }
        Collections.reverse(path);
        return path;
    }

    /** Characters held in all texts, for bounding memory. */
    public long characters() {
        return characters;
    }

    @Override
    public boolean contains(String id) {
        return messages.containsKey(id) || messages.containsKey(Ids.answerId(sessionId, id));
    }

    @Override
    public @Nullable String questionOf(String answerId) {
        Message answer = messages.get(answerId);
        return answer == null || answer.role() != Role.ASSISTANT ? null : answer.parentId();
    }

    @Override
    public @Nullable String lastAnswerId() {
        return lastAnswerId;
    }

    private void put(String id, Message message) {
        Message before = messages.put(id, message);
        characters +=
                message.text().length() - (before == null ? 0 : before.text().length());
    }
}
