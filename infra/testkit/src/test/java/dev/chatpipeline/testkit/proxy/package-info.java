@NullMarked
package dev.chatpipeline.testkit.proxy;

import org.jspecify.annotations.NullMarked;
