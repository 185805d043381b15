package dev.chatpipeline.worker.provider;

import dev.chatpipeline.worker.generation.StreamingModel;
import dev.chatpipeline.worker.provider.ModelProperties.Server;

/** Makes the model that settings describe. */
final class Models {

    private Models() {}

    static StreamingModel create(ModelSettings settings, Server server) {
        return switch (settings.provider()) {
            case SIMULATED -> new SimulatedModel(settings.model());
            case OPENAI, ANTHROPIC, HUGGINGFACE, OLLAMA ->
                throw new UnsupportedOperationException(
                        "provider: " + settings.provider().wire() + " at " + server.baseUrl()
                                + " (expected: simulated, the others are being written)");
        };
    }
}
