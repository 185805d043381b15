package dev.chatpipeline.worker.provider;

import dev.chatpipeline.worker.generation.Prompt;
import dev.chatpipeline.worker.generation.Prompt.Message;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import java.util.ArrayList;
import java.util.List;

/** Prompts in langchain4j's terms. */
final class ChatRequests {

    private ChatRequests() {}

    /** Several messages of one role in a row become one: some models' templates refuse anything but alternation. */
    static ChatRequest of(Prompt prompt) {
        List<ChatMessage> messages = new ArrayList<>();
        if (!prompt.system().isBlank()) {
            messages.add(SystemMessage.from(prompt.system()));
        }
        List<Message> path = prompt.messages();
        for (int from = 0, to; from < path.size(); from = to) {
            Prompt.Role role = path.get(from).role();
            StringBuilder text = new StringBuilder(path.get(from).text());
            for (to = from + 1; to < path.size() && path.get(to).role() == role; to++) {
                text.append("\n\n").append(path.get(to).text());
            }
            messages.add(
                    switch (role) {
                        case USER -> UserMessage.from(text.toString());
                        case ASSISTANT -> AiMessage.from(text.toString());
                    });
        }
        return ChatRequest.builder().messages(messages).build();
    }
}
