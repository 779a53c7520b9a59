/** Spectra: Fourier and cosine transforms, windowed frames, mel bands. */
@NullMarked
package dev.mynah.audio.spectrum;

import org.jspecify.annotations.NullMarked;
