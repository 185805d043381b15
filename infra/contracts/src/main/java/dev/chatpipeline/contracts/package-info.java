/**
 * What everybody who writes or reads the log agrees on, in plain Java without Spring: commands and events with their headers
 * and their JSON, the rules that place a turn in a session's message tree, the cursor, the topics and the tables.
 *
 * <p>{@link dev.chatpipeline.contracts.SessionReducer} decides which records of a session count; it is the one to read
 * first. Each kind of record has an approved sample under {@code samples}: a changed sample is a changed contract.
 */
@NullMarked
package dev.chatpipeline.contracts;

import org.jspecify.annotations.NullMarked;
