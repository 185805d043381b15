/** Two classes that start threads. The threads are started by {@link dev.chatpipeline.architecture.example.threads.Named}. */
package dev.chatpipeline.architecture.example.threads;
