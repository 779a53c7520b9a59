/** Sound as numbers: PCM buffers shared by everything that makes, reads or measures audio. */
@NullMarked
package dev.mynah.audio;

import org.jspecify.annotations.NullMarked;
