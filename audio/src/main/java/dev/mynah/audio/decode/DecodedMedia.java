package dev.mynah.audio.decode;

import dev.mynah.audio.Pcm;

/**
 * A recording as it was read.
 *
 * @param pcm mono, at the rate asked for; within -8 to 8, usually within -1 to 1
 * @param container FFmpeg's name or names of the container, e.g. {@code wav} or {@code mov,mp4,m4a}
 * @param codec FFmpeg's name of the coding, e.g. {@code aac}
 * @param originalSampleRate of the file, Hz, which bounds its bandwidth
 * @param originalChannels of the file, mixed down here
 * @param cut whether it goes on after the longest length allowed
 * @param damaged whether parts couldn't be decoded, or it ends before its header says
 */
public record DecodedMedia(
    Pcm pcm,
    String container,
    String codec,
    int originalSampleRate,
    int originalChannels,
    boolean cut,
    boolean damaged) {}
