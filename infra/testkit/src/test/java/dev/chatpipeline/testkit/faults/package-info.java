@NullMarked
package dev.chatpipeline.testkit.faults;

import org.jspecify.annotations.NullMarked;
