/** Model servers behind the model port; the only place that knows langchain4j. */
@NullMarked
package dev.chatpipeline.worker.provider;

import org.jspecify.annotations.NullMarked;
