package dev.mynah.server.design;

/**
 * A voice that was designed.
 *
 * @param voiceId what to speak with it by
 * @param wav what it says, a WAV file; not copied
 * @param sampleRate of the file, Hz
 * @param seconds how long it plays
 * @param text what it says
 * @param made what was understood of the description, chosen freely, and left out, in words
 */
public record Candidate(
    String voiceId, byte[] wav, int sampleRate, double seconds, String text, String made) {}
