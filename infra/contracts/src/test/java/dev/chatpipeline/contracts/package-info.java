@NullMarked
package dev.chatpipeline.contracts;

import org.jspecify.annotations.NullMarked;
