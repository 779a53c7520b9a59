/** Changes of sample rate without audible loss, of whole recordings and of streams. */
@NullMarked
package dev.mynah.audio.resample;

import org.jspecify.annotations.NullMarked;
