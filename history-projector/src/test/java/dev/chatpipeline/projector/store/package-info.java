@NullMarked
package dev.chatpipeline.projector.store;

import org.jspecify.annotations.NullMarked;
