@NullMarked
package dev.chatpipeline.testkit;

import org.jspecify.annotations.NullMarked;
