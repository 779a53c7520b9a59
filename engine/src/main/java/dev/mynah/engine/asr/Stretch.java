package dev.mynah.engine.asr;

/**
 * Sound cut out of a recording, with a little of what is around it.
 *
 * @param samples mono at 16 kHz
 * @param offset seconds from the beginning of the recording to the first sample
 * @param speechStart seconds from the beginning of the recording to where the speech begins
 * @param speechEnd seconds from the beginning of the recording to where the speech ends
 */
record Stretch(float[] samples, double offset, double speechStart, double speechEnd) {}
