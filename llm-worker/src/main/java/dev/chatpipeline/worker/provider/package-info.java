/**
 * The model servers, through langchain4j: which model answers in which workspace ({@link
 * dev.chatpipeline.worker.provider.ModelCatalog}), how each provider is asked, and what its failures mean to clients. The
 * only package that knows langchain4j.
 *
 * <p>Threads are started by {@code LangChainModel} and {@code SimulatedModel}: a virtual thread for each answer.
 */
@NullMarked
package dev.chatpipeline.worker.provider;

import org.jspecify.annotations.NullMarked;
