/** A voice as one file, to be carried from one server to another: writing, reading, distrusting. */
@NullMarked
package dev.mynah.server.voice.archive;

import org.jspecify.annotations.NullMarked;
