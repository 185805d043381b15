/**
 * The guarantees as objects. Given what clients sent and saw, both logs and the message table ({@link
 * dev.chatpipeline.testkit.guarantee.Observation}), each {@link dev.chatpipeline.testkit.guarantee.Guarantee} asserts. They
 * look at nothing inside the services, so they hold for one JVM and for many processes alike. A fault test names those
 * under which it runs.
 */
@NullMarked
package dev.chatpipeline.testkit.guarantee;

import org.jspecify.annotations.NullMarked;
