@NullMarked
package dev.chatpipeline.embedded;

import org.jspecify.annotations.NullMarked;
