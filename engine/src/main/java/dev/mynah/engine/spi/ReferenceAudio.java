package dev.mynah.engine.spi;

import dev.mynah.audio.Pcm;
import org.jspecify.annotations.Nullable;

/**
 * The recording a voice is made from.
 *
 * @param pcm decoded audio, mono, any sample rate of 8 kHz or more
 * @param originalSampleRate sample rate of the file it came from, Hz, which bounds its bandwidth
 * @param transcript what is said, if known
 */
public record ReferenceAudio(Pcm pcm, int originalSampleRate, @Nullable String transcript) {}
