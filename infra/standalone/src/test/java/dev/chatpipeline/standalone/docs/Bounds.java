package dev.chatpipeline.standalone.docs;

import dev.chatpipeline.properties.DataSizeRange;
import jakarta.validation.Constraint;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.lang.annotation.Annotation;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.convert.DurationStyle;

/** Describes the bounds of a component of a properties record. */
final class Bounds {

    private Bounds() {}

    static String of(Class<?> properties, RecordComponent component) {
        try {
            Stream<Annotation> annotations = Stream.of(
                            properties.getDeclaredField(component.getName()).getAnnotations(),
                            component.getAccessor().getAnnotations(),
                            component.getAnnotations())
                    .flatMap(Arrays::stream)
                    .distinct();
            return annotations
                    .filter(annotation -> annotation.annotationType().isAnnotationPresent(Constraint.class))
                    .map(Bounds::describe)
                    .filter(text -> !text.isEmpty())
                    .sorted(Comparator.reverseOrder())
                    .collect(Collectors.joining(", "));
        } catch (NoSuchFieldException e) {
            throw new AssertionError("every record component has a field", e);
        }
    }

    private static String describe(Annotation constraint) {
        return switch (constraint) {
            case Min min -> ">= " + min.value();
            case Max max -> "<= " + max.value();
            case Positive positive -> "> 0";
            case PositiveOrZero positive -> ">= 0";
            case NotNull required -> "required";
            case NotBlank text -> "not blank";
            case NotEmpty some -> "not empty";
            case Pattern pattern -> "`" + pattern.regexp() + "`";
            case Size size -> size(size);
            case DurationMin min -> (min.inclusive() ? ">= " : "> ") + duration(min);
            case DurationMax max -> (max.inclusive() ? "<= " : "< ") + duration(max);
            case DataSizeRange range -> range(range);
            default -> constraint.annotationType().getSimpleName();
        };
    }

    private static String size(Size size) {
        return size.max() == Integer.MAX_VALUE
                ? "at least " + size.min() + " long"
                : size.min() + " to " + size.max() + " long";
    }

    private static String range(DataSizeRange range) {
        return range.max().equals(DataSizeRange.LARGEST_BUFFER)
                ? ">= " + range.min() + ", < 2GB"
                : ">= " + range.min() + ", <= " + range.max();
    }

    private static String duration(DurationMin min) {
        return print(Duration.ofDays(min.days())
                .plusHours(min.hours())
                .plusMinutes(min.minutes())
                .plusSeconds(min.seconds())
                .plusMillis(min.millis())
                .plusNanos(min.nanos()));
    }

    private static String duration(DurationMax max) {
        return print(Duration.ofDays(max.days())
                .plusHours(max.hours())
                .plusMinutes(max.minutes())
                .plusSeconds(max.seconds())
                .plusMillis(max.millis())
                .plusNanos(max.nanos()));
    }

    /** The value in the largest unit without a fraction. */
    private static String print(Duration duration) {
        if (duration.isZero()) {
            return "0s";
        }
        ChronoUnit unit = Stream.of(
                        ChronoUnit.DAYS, ChronoUnit.HOURS, ChronoUnit.MINUTES, ChronoUnit.SECONDS, ChronoUnit.MILLIS)
                .filter(candidate ->
                        duration.toNanos() % candidate.getDuration().toNanos() == 0)
                .findFirst()
                .orElse(ChronoUnit.NANOS);
        return DurationStyle.SIMPLE.print(duration, unit);
    }
}
