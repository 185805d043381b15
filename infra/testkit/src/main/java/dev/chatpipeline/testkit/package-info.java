/** What tests of every service share: Kafka and PostgreSQL to run on, and the guarantees to hold them to. */
@NullMarked
package dev.chatpipeline.testkit;

import org.jspecify.annotations.NullMarked;
