/** What Postgres knows: whose a session is, and the rows the projector wrote. The only package that uses JDBC. */
@NullMarked
package dev.chatpipeline.gateway.history;

import org.jspecify.annotations.NullMarked;
