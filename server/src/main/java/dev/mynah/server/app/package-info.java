/** The program: main method, configuration, wiring and commands. */
@NullMarked
package dev.mynah.server.app;

import org.jspecify.annotations.NullMarked;
