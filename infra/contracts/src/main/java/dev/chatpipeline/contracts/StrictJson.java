package dev.chatpipeline.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.EnumNamingStrategies;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.MutableCoercionConfig;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.type.LogicalType;

/**
 * Reads the log's records strictly. It rejects a scalar of the wrong type, a missing component that is not {@link Nullable},
 * and an invalid {@link Id}, in nested records as well.
 */
final class StrictJson {

    static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enumNamingStrategy(EnumNamingStrategies.LOWER_CASE)
            .changeDefaultPropertyInclusion(value -> value.withValueInclusion(JsonInclude.Include.NON_NULL))
            .addModule(TimestampJson.module())
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            // No conversion between numbers and strings: the wrong type is an error.
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(LogicalType.Textual, StrictJson::rejectScalars)
            .build();

    /** What is required of a component's value. */
    private record Rule(RecordComponent component, boolean required, boolean id, boolean nested) {

        static Rule of(RecordComponent component) {
            return new Rule(
                    component,
                    !component.getAnnotatedType().isAnnotationPresent(Nullable.class),
                    component.isAnnotationPresent(Id.class),
                    component.getType().isRecord());
        }

        boolean isEffective() {
            return required || id || nested;
        }

        String wireName() {
            return component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
        }
    }

    private static final ClassValue<List<Rule>> RULES = new ClassValue<>() {
        @Override
        protected List<Rule> computeValue(Class<?> record) {
            return Arrays.stream(record.getRecordComponents())
                    .map(Rule::of)
                    .filter(Rule::isEffective)
                    .toList();
        }
    };

    private StrictJson() {}

    /**
     * @param what names the value in error messages
     * @throws MalformedRecordException if the value is not a valid record of that type
     */
    static <T> T read(Class<? extends T> record, String what, byte @Nullable [] value) {
        if (value == null) {
            throw new MalformedRecordException(what + ": absent (expected: a JSON object)");
        }
        @Nullable T read;
        try {
            read = MAPPER.readValue(value, record);
        } catch (JacksonException e) {
            throw new MalformedRecordException(what + ": " + e.getOriginalMessage(), e);
        }
        return checked(read, what);
    }

    /**
     * Parses an object without checking its fields.
     *
     * @throws MalformedRecordException if the value is not a JSON object
     */
    static ObjectNode object(String what, byte[] value) {
        JsonNode read;
        try {
            read = MAPPER.readTree(value);
        } catch (JacksonException e) {
            throw new MalformedRecordException(what + ": " + e.getOriginalMessage(), e);
        }
        if (read instanceof ObjectNode object) {
            return object;
        }
        throw new MalformedRecordException(
                what + ": " + read.getNodeType().name().toLowerCase(Locale.ROOT) + " (expected: a JSON object)");
    }

    /** Like {@link #read(Class, String, byte[])}, from a parsed object. */
    static <T> T read(Class<? extends T> record, String what, ObjectNode object) {
        @Nullable T read;
        try {
            read = MAPPER.treeToValue(object, record);
        } catch (JacksonException e) {
            throw new MalformedRecordException(what + ": " + e.getOriginalMessage(), e);
        }
        return checked(read, what);
    }

    private static <T> T checked(@Nullable T read, String what) {
        if (read == null) {
            throw new MalformedRecordException(what + ": null (expected: a JSON object)");
        }
        check(read, what);
        return read;
    }

    /** Checks what Jackson does not: missing components, which it leaves null, and ids. */
    private static void check(Object record, String what) {
        for (Rule rule : RULES.get(record.getClass())) {
            @Nullable Object value = valueOf(rule.component(), record);
            if (value == null) {
                if (rule.required()) {
                    throw new MalformedRecordException(what + ": " + rule.wireName() + " absent (expected: present)");
                }
            } else if (rule.nested()) {
                check(value, what);
            } else if (rule.id() && !Ids.isValid((String) value)) {
                throw new MalformedRecordException(
                        what + ": " + rule.wireName() + ": " + value + " (expected: " + Ids.RULE + ")");
            }
        }
    }

    private static @Nullable Object valueOf(RecordComponent component, Object record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("accessor of " + component, e);
        }
    }

    private static void rejectScalars(MutableCoercionConfig config) {
        config.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
    }
}
