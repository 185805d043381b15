/** Checks that the documents are true: what they name exists, and what is made from code is current. */
@NullMarked
package dev.chatpipeline.standalone.docs;

import org.jspecify.annotations.NullMarked;
