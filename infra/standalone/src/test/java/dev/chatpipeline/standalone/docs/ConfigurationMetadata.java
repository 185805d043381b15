package dev.chatpipeline.standalone.docs;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.chatpipeline.standalone.docs.ConfigurationKey.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URL;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * All keys that the services declare: names, defaults and meanings as the configuration processor wrote them at compile
 * time, bounds from the properties records, and the components of map values.
 */
final class ConfigurationMetadata {

    private static final String RESOURCE = "META-INF/spring-configuration-metadata.json";

    private static final List<String> ALL_SERVICES = List.of("gateway", "history-projector", "llm-worker");

    private ConfigurationMetadata() {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Document(List<Property> properties) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Property(
            String name,
            String type,
            @Nullable String description,
            String sourceType,
            @JsonProperty("defaultValue") @Nullable JsonNode defaultValue) {}

    /** By name. */
    static Collection<ConfigurationKey> keys() {
        Map<String, ConfigurationKey> keys = new TreeMap<>();
        properties().stream()
                .sorted(Comparator.comparing(
                                (Property property) -> !property.sourceType().startsWith("dev.chatpipeline.kafka."))
                        .thenComparing(property -> !property.type().contains("$")))
                .flatMap(ConfigurationMetadata::expand)
                .forEach(key -> keys.merge(key.name(), key, (one, other) -> one.alsoReadBy(other.readBy())));
        return keys.values();
    }

    private static List<Property> properties() {
        List<Property> properties = new ArrayList<>();
        try {
            for (URL url : Collections.list(
                    ConfigurationMetadata.class.getClassLoader().getResources(RESOURCE))) {
                try (InputStream in = url.openStream()) {
                    properties.addAll(
                            JsonMapper.shared().readValue(in, Document.class).properties());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        properties.removeIf(property -> !property.name().startsWith("chat."));
        return properties;
    }

    /** A map of records becomes one key per component. */
    private static Stream<ConfigurationKey> expand(Property property) {
        Class<?> source = load(property.sourceType());
        RecordComponent component = component(source, lastSegment(property.name()));
        Class<?> values = mapOfRecords(component.getGenericType());
        if (values != null) {
            JavaDoc docs = JavaDoc.of(values);
            return Arrays.stream(values.getRecordComponents())
                    .map(part -> key(
                            property.name() + ".*." + kebab(part.getName()),
                            values,
                            part,
                            defaultOf(part),
                            docs.param(part.getName()),
                            source));
        }
        return Stream.of(key(
                property.name(),
                source,
                component,
                property.defaultValue() == null ? null : property.defaultValue().asString(),
                JavaDoc.plain(property.description() == null ? "" : property.description(), source),
                source));
    }

    private static ConfigurationKey key(
            String name,
            Class<?> declaring,
            RecordComponent component,
            @Nullable String defaultValue,
            String meaning,
            Class<?> readBy) {
        return new ConfigurationKey(
                name, kind(name, component), defaultValue, Bounds.of(declaring, component), meaning, services(readBy));
    }

    private static @Nullable String defaultOf(RecordComponent component) {
        DefaultValue value = component.getAnnotation(DefaultValue.class);
        return value == null ? null : String.join(",", value.value());
    }

    private static Kind kind(String name, RecordComponent component) {
        Class<?> type = component.getType();
        if (type == Duration.class) {
            return new Kind("duration", "");
        }
        if (type == DataSize.class) {
            return new Kind("size", "");
        }
        if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
            return new Kind("whole number", unit(name));
        }
        if (type == double.class || type == Double.class) {
            return new Kind("number", unit(name));
        }
        if (type == boolean.class || type == Boolean.class) {
            return new Kind("true or false", "");
        }
        if (type == Path.class) {
            return new Kind("path", "");
        }
        if (type.isEnum()) {
            return new Kind("one of " + String.join(", ", names(type)), "");
        }
        if (type == List.class || type == Set.class) {
            return new Kind("list", "");
        }
        return type == Map.class ? new Kind("map", "") : new Kind("text", "");
    }

    private static List<String> names(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
                .toList();
    }

    /** Derived from the last word of the key. */
    private static String unit(String name) {
        String word = name.replaceFirst(".*[.-]", "");
        return switch (word) {
            case "bytes", "characters", "records", "events", "frames" -> word;
            default -> "";
        };
    }

    private static List<String> services(Class<?> source) {
        String part = source.getPackageName().replaceFirst("^dev\\.chatpipeline\\.(\\w+).*", "$1");
        return switch (part) {
            case "gateway" -> List.of("gateway");
            case "worker" -> List.of("llm-worker");
            case "projector" -> List.of("history-projector");
            case "kafka" -> ALL_SERVICES;
            default -> throw new AssertionError(source + " (expected: of a service or of infra/kafka)");
        };
    }

    private static @Nullable Class<?> mapOfRecords(Type type) {
        return type instanceof ParameterizedType map
                        && map.getRawType() == Map.class
                        && map.getActualTypeArguments()[1] instanceof Class<?> values
                        && values.isRecord()
                ? values
                : null;
    }

    private static RecordComponent component(Class<?> properties, String kebab) {
        if (!properties.isRecord()) {
            throw new AssertionError(properties + " (expected: a record)");
        }
        return Arrays.stream(properties.getRecordComponents())
                .filter(component -> kebab(component.getName()).equals(kebab))
                .findFirst()
                .orElseThrow(() -> new AssertionError(properties + " has no component for " + kebab));
    }

    private static String lastSegment(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static String kebab(String camel) {
        return camel.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }
}
