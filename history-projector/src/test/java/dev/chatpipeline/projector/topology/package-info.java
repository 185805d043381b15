@NullMarked
package dev.chatpipeline.projector.topology;

import org.jspecify.annotations.NullMarked;
