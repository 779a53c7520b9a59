/** Writing of speech, as it is made, to MP3, WAV, Ogg Opus and raw PCM. */
@NullMarked
package dev.mynah.audio.encode;

import org.jspecify.annotations.NullMarked;
