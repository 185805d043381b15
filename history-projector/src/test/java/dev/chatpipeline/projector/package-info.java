@NullMarked
package dev.chatpipeline.projector;

import org.jspecify.annotations.NullMarked;
