/** Clearing away what has had its time: tasks, speech, failed voices, bytes nothing names. */
@NullMarked
package dev.mynah.server.upkeep;

import org.jspecify.annotations.NullMarked;
