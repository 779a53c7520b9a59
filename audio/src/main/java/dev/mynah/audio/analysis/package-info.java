/** What a recording of speech tells: pitch, spectral envelope, activity, noise, bandwidth, kind. */
@NullMarked
package dev.mynah.audio.analysis;

import org.jspecify.annotations.NullMarked;
