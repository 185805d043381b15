/**
 * The guarantees as objects: given what was sent and what was seen, each asserts. A fault test names those it runs under.
 */
@NullMarked
package dev.chatpipeline.testkit.guarantee;

import org.jspecify.annotations.NullMarked;
