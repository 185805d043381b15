/**
 * The model servers: which model answers in which workspace ({@link dev.chatpipeline.worker.provider.ModelCatalog}), how
 * each provider is asked, how its answers are read, and what its failures mean to clients. The only package that knows
 * langchain4j, which writes the requests.
 *
 * <p>An answer's way: {@code RequestWriter} writes the request, {@code ModelHttp} sends it, {@code EventParser} cuts the
 * response into JSON objects, the provider's {@code AnswerFormat} reads them, {@code AnswerReading} decides whether the
 * answer is whole, and {@code Delivery} hands its text on. {@code Retries} begins again before the first text.
 *
 * <p>Threads are started by {@code HttpModel} and {@code SimulatedModel}: a virtual thread for each answer.
 */
@NullMarked
package dev.chatpipeline.worker.provider;

import org.jspecify.annotations.NullMarked;
