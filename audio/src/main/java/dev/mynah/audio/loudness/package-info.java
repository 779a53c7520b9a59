/** How loud a recording is to a listener, and making it as loud as wanted without clipping. */
@NullMarked
package dev.mynah.audio.loudness;

import org.jspecify.annotations.NullMarked;
