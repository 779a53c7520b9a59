/** The commands of the launcher. */
@NullMarked
package dev.mynah.server.app.command;

import org.jspecify.annotations.NullMarked;
