package dev.mynah.server.browser;

import dev.mynah.audio.Pcm;
import dev.mynah.audio.resample.Resampler;
import dev.mynah.audio.synthetic.SyntheticVoice;
import dev.mynah.server.testing.Recordings;

/** What the microphone hears where a person should speak: a made-up talker. */
final class SpokenMicrophone {
  static final double PITCH = 130; // Hz
  private static final double TRACT = 1.05;
  private static final long SEED = 7;
  private static final double SECONDS = 20;
  private static final int RATE = 48_000;

  private SpokenMicrophone() {}

  /** Returns it as a WAV file. */
  static byte[] wav() {
    Pcm speech = new SyntheticVoice(PITCH, TRACT, SEED).speak(SECONDS);
    return Recordings.wav(Resampler.resample(speech, RATE));
  }
}
