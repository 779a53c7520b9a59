/** Programs that print how fast audio is handled; nothing here passes or fails. */
@NullMarked
package dev.mynah.audio.timing;

import org.jspecify.annotations.NullMarked;
