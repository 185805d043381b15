@NullMarked
package dev.chatpipeline.concurrent;

import org.jspecify.annotations.NullMarked;
