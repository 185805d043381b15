/**
 * The layering that every module is held to. A module's {@code ArchitectureTest} implements {@link
 * dev.chatpipeline.architecture.ArchitectureRules} and so inherits one test per rule. What a module does not obey yet it
 * lists in {@link dev.chatpipeline.architecture.KnownViolations}, and that list can only shrink.
 *
 * <p>There are four rules. Packages form no cycle. No cycle within a package spans more than three top-level classes.
 * Threads are started only by classes that their package's documentation names. Libraries are used only where {@link
 * dev.chatpipeline.architecture.Boundaries} allows them.
 */
@NullMarked
package dev.chatpipeline.architecture;

import org.jspecify.annotations.NullMarked;
