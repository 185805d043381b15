@NullMarked
package dev.chatpipeline.testkit.process;

import org.jspecify.annotations.NullMarked;
