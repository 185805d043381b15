@NullMarked
package dev.chatpipeline.kafka;

import org.jspecify.annotations.NullMarked;
