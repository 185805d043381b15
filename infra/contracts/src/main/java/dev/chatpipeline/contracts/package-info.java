/**
 * The contract of all services that write or read the log, in plain Java without Spring: commands and events with their headers
 * and JSON, the rules that place a turn in a session's message tree, the cursor, the topics and the tables.
 *
 * <p>Read {@link dev.chatpipeline.contracts.SessionReducer} first: it decides which records of a session count. Each type of
 * record has an approved sample under {@code samples}. Changing a sample changes the contract.
 */
@NullMarked
package dev.chatpipeline.contracts;

import org.jspecify.annotations.NullMarked;
