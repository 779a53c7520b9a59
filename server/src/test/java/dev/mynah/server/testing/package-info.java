/** What the server's tests share: databases, clocks and small real parts. */
@NullMarked
package dev.mynah.server.testing;

import org.jspecify.annotations.NullMarked;
