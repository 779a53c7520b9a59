package dev.mynah.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of timed speech.
 *
 * @param audio the next bytes of it; empty if only the times are told
 * @param chunk which stretch of the text this is about, from 0
 * @param text of that stretch
 * @param words of that stretch as far as they are known, instead of those told before for it; null
 *     if nothing new is known
 */
public record SpokenPart(byte[] audio, int chunk, String text, @Nullable List<TimedText> words) {}
