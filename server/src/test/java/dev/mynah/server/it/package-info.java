/** The whole server over real sockets. */
@NullMarked
package dev.mynah.server.it;

import org.jspecify.annotations.NullMarked;
