@NullMarked
package dev.chatpipeline.architecture;

import org.jspecify.annotations.NullMarked;
