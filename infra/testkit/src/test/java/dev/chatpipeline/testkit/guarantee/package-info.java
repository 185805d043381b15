@NullMarked
package dev.chatpipeline.testkit.guarantee;

import org.jspecify.annotations.NullMarked;
