@NullMarked
package dev.chatpipeline.faults.injection;

import org.jspecify.annotations.NullMarked;
