@NullMarked
package dev.chatpipeline.properties;

import org.jspecify.annotations.NullMarked;
