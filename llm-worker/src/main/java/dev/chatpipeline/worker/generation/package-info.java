/** What an answer is while it is made: prompt, model port, attempt. Pure: no threads, no Kafka, no HTTP. */
@NullMarked
package dev.chatpipeline.worker.generation;

import org.jspecify.annotations.NullMarked;
