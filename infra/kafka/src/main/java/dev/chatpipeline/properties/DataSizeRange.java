package dev.chatpipeline.properties;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** Requires a {@link DataSize} between a minimum and a maximum, both inclusive. */
@Documented
@Constraint(validatedBy = DataSizeRange.Validator.class)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface DataSizeRange {

    /** The maximum size of an array, and so of a buffer. */
    String LARGEST_BUFFER = "2147483647B";

    /** The minimum, in the format of {@link DataSize#parse}. */
    String min() default "1B";

    /** The maximum, in the format of {@link DataSize#parse}. */
    String max() default LARGEST_BUFFER;

    /** The error message for a value out of range. */
    String message() default "must be between {min} and {max}";

    /** Required by Jakarta Validation. */
    Class<?>[] groups() default {};

    /** Required by Jakarta Validation. */
    Class<? extends Payload>[] payload() default {};

    /** Compares sizes in bytes. */
    final class Validator implements ConstraintValidator<DataSizeRange, DataSize> {

        private DataSize min = DataSize.ofBytes(0);
        private DataSize max = DataSize.ofBytes(0);

        @Override
        public void initialize(DataSizeRange range) {
            min = DataSize.parse(range.min());
            max = DataSize.parse(range.max());
        }

        @Override
        public boolean isValid(@Nullable DataSize value, ConstraintValidatorContext context) {
            return value == null || (value.compareTo(min) >= 0 && value.compareTo(max) <= 0);
        }
    }
}
