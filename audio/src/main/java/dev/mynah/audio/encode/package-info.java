/** Writing of speech, as it is made, to MP3, AAC, Ogg Opus, FLAC, WAV and raw PCM. */
@NullMarked
package dev.mynah.audio.encode;

import org.jspecify.annotations.NullMarked;
