package dev.mynah.audio.analysis;

import dev.mynah.audio.Pcm;
import dev.mynah.audio.resample.Resampler;

/**
 * Everything measured on a recording of speech.
 *
 * @param pcm the recording at {@link Frames#SAMPLE_RATE}, without its constant part
 * @param pitch F0 over time
 * @param activity where the speech is
 * @param character speech, music or noise
 * @param bandwidthHz highest frequency that carries speech
 * @param clippedFraction share of samples cut off at full scale, 0 to 1
 */
public record RecordingAnalysis(
    Pcm pcm,
    PitchTrack pitch,
    SpeechActivity activity,
    SoundCharacter character,
    double bandwidthHz,
    double clippedFraction) {

  /**
   * Measures a recording.
   *
   * @param recording at the rate it was made at; clipping shows only there
   * @param originalSampleRate of the file it came from, Hz: no speech above half of it
   */
  public static RecordingAnalysis of(Pcm recording, int originalSampleRate) {
    double clipped = Clipping.fraction(recording);
    Pcm pcm = withoutConstant(Resampler.resample(recording, Frames.SAMPLE_RATE));
    PitchTrack pitch = PitchTracker.track(pcm);
    SpeechActivity activity = SpeechActivity.detect(pcm, pitch);
    SoundCharacter character = SoundCharacter.measure(pcm, pitch, activity);
    double bandwidth = Math.min(Bandwidth.hertz(pcm, activity), originalSampleRate / 2.0);
    return new RecordingAnalysis(pcm, pitch, activity, character, bandwidth, clipped);
  }

  private static Pcm withoutConstant(Pcm pcm) {
    double sum = 0;
    for (float sample : pcm.samples()) {
      sum += sample;
    }
    float mean = (float) (sum / Math.max(1, pcm.samples().length));
    float[] samples = new float[pcm.samples().length];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = pcm.samples()[i] - mean;
    }
    return new Pcm(samples, pcm.sampleRate());
  }
}
