@NullMarked
package dev.chatpipeline.faults;

import org.jspecify.annotations.NullMarked;
