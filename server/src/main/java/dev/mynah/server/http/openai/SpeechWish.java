package dev.mynah.server.http.openai;

import dev.mynah.audio.encode.AudioFormat;

/**
 * What is to be spoken, as it was asked for.
 *
 * @param input the text
 * @param voice id, alias or title of the voice
 * @param format container and codec
 * @param speed pace asked for, 0.25 to 4
 * @param events whether the audio comes in server-sent events instead of as it is
 */
record SpeechWish(String input, String voice, AudioFormat format, double speed, boolean events) {}
