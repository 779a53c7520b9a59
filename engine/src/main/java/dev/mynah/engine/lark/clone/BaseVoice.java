package dev.mynah.engine.lark.clone;

import dev.mynah.engine.lark.profile.FrameClasses;

/**
 * What a network's own voice is like, measured on sentences it spoke.
 *
 * @param network first 16 hex digits of the SHA-256 of the network
 * @param logF0 centre of its log pitch
 * @param logF0Spread spread of its log pitch
 * @param syllablesPerSecond its pace, by the same count as a recording's
 * @param classes kinds of sound it makes
 * @param frames loud enough frames of the sentences as sound, measured like a recording
 * @param classOf [frame of frames] the class of that frame
 */
record BaseVoice(
    String network,
    double logF0,
    double logF0Spread,
    double syllablesPerSecond,
    FrameClasses classes,
    SpeechFrames frames,
    int[] classOf) {}
