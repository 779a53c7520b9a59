/**
 * The HTTP server: sockets, limits, graceful stop, and errors in the shape of the dialect asked.
 */
@NullMarked
package dev.mynah.server.http;

import org.jspecify.annotations.NullMarked;
