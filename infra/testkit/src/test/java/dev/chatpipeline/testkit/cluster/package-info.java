@NullMarked
package dev.chatpipeline.testkit.cluster;

import org.jspecify.annotations.NullMarked;
