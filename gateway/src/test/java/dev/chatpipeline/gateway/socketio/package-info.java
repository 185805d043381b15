@NullMarked
package dev.chatpipeline.gateway.socketio;

import org.jspecify.annotations.NullMarked;
