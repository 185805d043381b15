/**
 * The layering that every module is held to. A module's {@code ArchitectureTest} implements {@link
 * dev.chatpipeline.architecture.ArchitectureRules} and so inherits one test per rule; where the module does not obey yet, it
 * says so in {@link dev.chatpipeline.architecture.KnownViolations}.
 *
 * <p>Four rules: packages form no cycle; no cycle within a package spans more than three top-level classes; threads are
 * started only by classes that their package's documentation names; libraries are used only where
 * {@link dev.chatpipeline.architecture.Boundaries} allows them.
 */
@NullMarked
package dev.chatpipeline.architecture;

import org.jspecify.annotations.NullMarked;
