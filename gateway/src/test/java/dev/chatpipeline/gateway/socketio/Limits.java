package dev.chatpipeline.gateway.socketio;

import jakarta.validation.Validation;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.validation.ValidationBindHandler;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.validation.beanvalidation.SpringValidatorAdapter;

/** Properties as Spring Boot binds them: defaults, except for those that a test names. */
final class Limits {

    private static final SpringValidatorAdapter VALIDATOR =
            new SpringValidatorAdapter(Validation.buildDefaultValidatorFactory().getValidator());

    private Limits() {}

    static SocketIoProperties with(String... namesAndValues) {
        return at("/socket.io/", namesAndValues);
    }

    static SocketIoProperties at(String path, String... namesAndValues) {
        Map<String, String> values = new HashMap<>(Map.of("chat.socketio.path", path));
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put("chat.socketio." + namesAndValues[i], namesAndValues[i + 1]);
        }
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate(
                        "chat.socketio", Bindable.of(SocketIoProperties.class), new ValidationBindHandler(VALIDATOR));
    }
}
