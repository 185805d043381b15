/**
 * Records made by hand, as gateway and worker write them: {@link dev.chatpipeline.testkit.records.Chat} makes a session's
 * commands, {@link dev.chatpipeline.testkit.records.Turn} the events of one turn. Neither knows a broker; a test puts what
 * they make where it needs it, in any order, legal or not.
 */
@NullMarked
package dev.chatpipeline.testkit.records;

import org.jspecify.annotations.NullMarked;
