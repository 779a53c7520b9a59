/** Tests of the commands, each run as a user would. */
@NullMarked
package dev.mynah.server.app.command;

import org.jspecify.annotations.NullMarked;
