/** Speech while its text is still being written, over WebSockets. */
@NullMarked
package dev.mynah.server.http.fish.live;

import org.jspecify.annotations.NullMarked;
