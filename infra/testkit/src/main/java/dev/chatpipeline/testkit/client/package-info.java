/**
 * A person's side of the conversation: the stock Java Socket.IO client and what it was told, and a socket without it. The
 * stock client's HTTP calls run on threads that {@code ChatClient} starts.
 */
@NullMarked
package dev.chatpipeline.testkit.client;

import org.jspecify.annotations.NullMarked;
