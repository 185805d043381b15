@NullMarked
package dev.chatpipeline.standalone;

import org.jspecify.annotations.NullMarked;
