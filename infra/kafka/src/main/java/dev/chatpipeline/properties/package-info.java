/** Constraints on configuration properties that Jakarta Validation and Hibernate Validator do not have. */
@NullMarked
package dev.chatpipeline.properties;

import org.jspecify.annotations.NullMarked;
