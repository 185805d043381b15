/** Checks the documents: what they name exists, and generated pages are current. */
@NullMarked
package dev.chatpipeline.standalone.docs;

import org.jspecify.annotations.NullMarked;
