package dev.chatpipeline.projector.topology;

import dev.chatpipeline.contracts.ChatCommand;
import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.contracts.HistoryKey;
import dev.chatpipeline.contracts.Ids;
import dev.chatpipeline.contracts.MessageStatus;
import dev.chatpipeline.contracts.TurnRules;
import dev.chatpipeline.contracts.TurnRules.Placement;
import dev.chatpipeline.testkit.records.Chat;
import dev.chatpipeline.testkit.records.Said;
import dev.chatpipeline.testkit.records.Turn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A random log of a few sessions as correct gateways and workers write it, including workers that die, hang and come back,
 * and its rows, computed independently.
 */
final class RandomLog {

    /** The expected row of an answer. */
    record Expected(
            MessageStatus status,
            String content,
            int attempt,
            @Nullable Long chunks) {}

    final List<ChatCommand> commands = new ArrayList<>();
    final List<Said> events = new ArrayList<>();
    final Map<String, Expected> answers = new TreeMap<>();

    /** Parent of each user's message; the empty string for a root. */
    final Map<String, String> questions = new TreeMap<>();

    private final Random random;

    RandomLog(Random random) {
        this.random = random;
        List<Session> sessions = List.of(new Session("s1"), new Session("s2"));
        int count = 1 + random.nextInt(12);
        for (int i = 0; i < count; i++) {
            sessions.get(random.nextInt(sessions.size())).act();
        }
        sessions.forEach(Session::finish);
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    /** One session: what is known from its commands, and the turns that wait for a worker. */
    private final class Session implements TurnRules.Known {

        private final Chat chat;
        private final Set<String> ids = new HashSet<>();
        private final Map<String, String> questionByAnswer = new HashMap<>();
        private final List<ChatCommand.Ask> asked = new ArrayList<>();
        private final List<Turn> waiting = new ArrayList<>();
        private final List<Said> past = new ArrayList<>();
        private @Nullable String lastAnswerId;
        private int named;

        Session(String id) {
            chat = new Chat(id);
        }

        void act() {
            int choice = random.nextInt(100);
            if (choice < 8) {
                delete();
            } else if (choice < 16) {
                commands.add(chat.cancel());
            } else if (choice < 28 && !asked.isEmpty()) {
                ask(any(asked));
            } else {
                ask(newAsk());
            }
            if (chance(60)) {
                work();
            }
        }

        /** The worker catches up, except that the last turns may still be waiting or running. */
        void finish() {
            while (!waiting.isEmpty() && !chance(20)) {
                work();
            }
            if (!waiting.isEmpty() && chance(50)) {
                runs(waiting.removeFirst());
            }
            waiting.forEach(turn -> expect(turn, new Expected(MessageStatus.QUEUED, "", 0, null)));
        }

        private ChatCommand.Ask newAsk() {
            String id = "m" + named++;
            if (!questionByAnswer.isEmpty() && chance(25)) {
                return chat.regenerate(any(List.copyOf(questionByAnswer.keySet())), id);
            }
            if (chance(15)) {
                // Not known yet; a later resend of the same message may find it.
                String later = "m" + named;
                return chance(50) ? chat.regenerate(Ids.answerId(chat.sessionId(), later), id) : chat.under(later, id);
            }
            return chance(20)
                    ? chat.under(ids.isEmpty() || chance(30) ? null : any(List.copyOf(ids)), id)
                    : chat.appends(id);
        }

        private void ask(ChatCommand.Ask ask) {
            long offset = commands.size();
            commands.add(ask);
            asked.add(ask);
            Placement placement = TurnRules.place(ask, this);
            if (placement instanceof Placement.Turn made) {
                Turn turn = chat.again(offset, made.questionId(), ask.requestId());
                if (!made.asksAnew()) {
                    questions.put(key(made.questionId()), made.parentId() == null ? "" : made.parentId());
                }
                ids.add(ask.requestId());
                ids.add(made.answerId());
                questionByAnswer.put(made.answerId(), made.questionId());
                lastAnswerId = made.answerId();
                waiting.add(turn);
            } else if (placement instanceof Placement.Unknown) {
                Turn turn = chat.again(offset, ask.requestId(), ask.requestId());
                say(turn.failed(0, FailureCode.UNKNOWN_PARENT, 0, null));
            }
        }

        private void delete() {
            commands.add(chat.delete());
            ids.clear();
            questionByAnswer.clear();
            lastAnswerId = null;
            while (!waiting.isEmpty()) {
                work();
            }
            questions.keySet().removeIf(this::isOurs);
            answers.keySet().removeIf(this::isOurs);
        }

        /** Ends the first waiting turn, or ends a later one before it has started. */
        private void work() {
            if (waiting.isEmpty()) {
                return;
            }
            if (chance(15)) {
                Turn early = waiting.remove(random.nextInt(waiting.size()));
                ends(early, 0, 0, "");
                return;
            }
            Turn turn = waiting.removeFirst();
            List<String> texts = runs(turn);
            int attempt = texts.size();
            String text = texts.getLast();
            if (chance(20)) {
                // Taken over to be cancelled, so the end repeats the previous attempt's text.
                say(turn.started(attempt + 1));
                say(turn.cancelled(attempt + 1, attempt, text.length(), text));
                expect(turn, new Expected(MessageStatus.CANCELLED, text, attempt + 1, (long) text.length()));
            } else {
                ends(turn, attempt, text.length(), text);
            }
            stray(turn);
        }

        private void ends(Turn turn, int attempt, int chunks, String text) {
            int way = random.nextInt(3);
            if (way == 0 && attempt > 0) {
                say(turn.complete(attempt, chunks, text));
                expect(turn, new Expected(MessageStatus.COMPLETE, text, attempt, (long) chunks));
            } else if (way == 1) {
                say(turn.cancelled(attempt, null, chunks, text));
                expect(turn, new Expected(MessageStatus.CANCELLED, text, attempt, (long) chunks));
            } else {
                FailureCode code = any(List.of(
                        FailureCode.SESSION_BUSY, FailureCode.POISON_COMMAND, FailureCode.PROVIDER_UNAVAILABLE));
                say(turn.failed(attempt, code, chunks, text));
                MessageStatus status = attempt == 0 && code == FailureCode.SESSION_BUSY
                        ? MessageStatus.REJECTED
                        : MessageStatus.FAILED;
                expect(turn, new Expected(status, text, attempt, (long) chunks));
            }
        }

        /** One to three attempts; returns the text of each, with one character per chunk. */
        private List<String> runs(Turn turn) {
            if (chance(80)) {
                say(turn.introduced());
            }
            List<String> texts = new ArrayList<>();
            int attempts = 1 + (chance(30) ? 1 + random.nextInt(2) : 0);
            for (int attempt = 1; attempt <= attempts; attempt++) {
                say(turn.started(attempt));
                StringBuilder text = new StringBuilder();
                int chunks = random.nextInt(4);
                for (int seq = 0; seq < chunks; seq++) {
                    char letter = (char) ('a' + random.nextInt(26));
                    text.append(letter);
                    say(turn.chunk(attempt, seq, String.valueOf(letter)));
                    stray(turn);
                }
                texts.add(text.toString());
            }
            expect(turn, new Expected(MessageStatus.RUNNING, "", attempts, null));
            return texts;
        }

        /** Records from workers that have lost the turn, or that write a record twice. */
        private void stray(Turn turn) {
            if (chance(20)) {
                say(any(past));
            }
            if (chance(10)) {
                events.add(turn.complete(9, 1, "of an attempt that never started"));
            }
        }

        private void say(Said said) {
            past.add(said);
            events.add(said);
        }

        private void expect(Turn turn, Expected expected) {
            answers.put(key(turn.answerId()), expected);
        }

        private String key(String messageId) {
            return new HistoryKey.OfRow(chat.sessionId(), messageId).text();
        }

        private boolean isOurs(String key) {
            return key.startsWith(HistoryKey.prefixOf(chat.sessionId()));
        }

        @Override
        public boolean contains(String id) {
            return ids.contains(id);
        }

        @Override
        public @Nullable String questionOf(String answerId) {
            return questionByAnswer.get(answerId);
        }

        @Override
        public @Nullable String lastAnswerId() {
            return lastAnswerId;
        }
    }
}
