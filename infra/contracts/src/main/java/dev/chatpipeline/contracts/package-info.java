/** The records of the log and the rules by which every service reads them: plain Java, no Spring. */
@NullMarked
package dev.chatpipeline.contracts;

import org.jspecify.annotations.NullMarked;
