/** Puts the parts of a server together, by constructors alone. */
@NullMarked
package dev.mynah.server.app.wiring;

import org.jspecify.annotations.NullMarked;
