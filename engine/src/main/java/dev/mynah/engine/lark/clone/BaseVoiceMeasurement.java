package dev.mynah.engine.lark.clone;

import dev.mynah.audio.Pcm;
import dev.mynah.audio.analysis.EnvelopeAnalyzer;
import dev.mynah.audio.analysis.PitchTrack;
import dev.mynah.audio.analysis.SpeechActivity;
import dev.mynah.audio.analysis.SyllableRate;
import dev.mynah.engine.lark.profile.FrameClasses;
import dev.mynah.engine.lark.profile.NetworkEnvelope;
import dev.mynah.engine.lark.synthesis.FrameShaper;
import dev.mynah.engine.lark.synthesis.LarkFrames;
import dev.mynah.engine.lark.synthesis.LarkRenderer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Measures the network's own voice on what it says. Its sound goes through the analysis a recording
 * goes through, so that what the analysis distorts is distorted alike on both sides and drops out
 * of their difference.
 */
final class BaseVoiceMeasurement {
  private static final int VOICED_CLASSES = 40;
  private static final int UNVOICED_CLASSES = 14;
  private static final long SEED = 20_261_121;
  private static final double QUIETEST_NATS = 3; // 26 dB under the loud frames

  private final List<float[]> envelopes = new ArrayList<>();
  private final List<float[]> cepstra = new ArrayList<>();
  private final List<Boolean> voiced = new ArrayList<>();
  private final List<Float> logF0 = new ArrayList<>();
  private final LarkRenderer renderer = new LarkRenderer();
  private final NetworkEnvelope network = new NetworkEnvelope();
  private double seconds;
  private double syllables;

  /**
   * Adds a sentence.
   *
   * @param frames what the network says
   */
  void add(LarkFrames frames) {
    Pcm sound = render(frames);
    PitchTrack pitch = pitch(frames);
    float[][] measured = EnvelopeAnalyzer.analyze(sound, pitch);
    SpeechActivity activity = SpeechActivity.detect(sound, pitch);
    seconds += activity.speechSeconds();
    syllables +=
        activity.speechSeconds()
            * SyllableRate.perSecond(activity.levelDb(), pitch, activity.spans());
    boolean[] loud = Loudness.loudFrames(measured, QUIETEST_NATS);
    float[] described = new float[measured[0].length];
    for (int k = 0; k < frames.count(); k++) {
      if (!loud[k]) {
        continue;
      }
      network.describe(frames, k, described);
      float[] cepstrum = new float[NetworkEnvelope.TERMS];
      network.cepstrum(described, cepstrum);
      envelopes.add(measured[k]);
      cepstra.add(cepstrum);
      voiced.add(frames.voiced(k));
      if (frames.voiced(k)) {
        logF0.add((float) Math.log(frames.f0()[k]));
      }
    }
  }

  /** Returns the measurement of all sentences. */
  BaseVoice finish(String networkId) {
    boolean[] isVoiced = new boolean[voiced.size()];
    for (int k = 0; k < isVoiced.length; k++) {
      isVoiced[k] = voiced.get(k);
    }
    KMeans.Groups voicedGroups = group(isVoiced, true, VOICED_CLASSES);
    KMeans.Groups unvoicedGroups = group(isVoiced, false, UNVOICED_CLASSES);
    float[][] centres = Arrays.copyOf(voicedGroups.centres(), VOICED_CLASSES + UNVOICED_CLASSES);
    System.arraycopy(unvoicedGroups.centres(), 0, centres, VOICED_CLASSES, UNVOICED_CLASSES);
    int[] classOf = new int[isVoiced.length];
    int nextVoiced = 0;
    int nextUnvoiced = 0;
    for (int k = 0; k < classOf.length; k++) {
      classOf[k] =
          isVoiced[k]
              ? voicedGroups.group()[nextVoiced++]
              : VOICED_CLASSES + unvoicedGroups.group()[nextUnvoiced++];
    }
    LogPitch pitch = LogPitch.of(logF0);
    return new BaseVoice(
        networkId,
        pitch.centre(),
        pitch.spread(),
        syllables / seconds,
        new FrameClasses(
            VOICED_CLASSES, centres, voicedGroups.variance(), unvoicedGroups.variance()),
        new SpeechFrames(envelopes.toArray(new float[0][]), isVoiced),
        classOf);
  }

  private KMeans.Groups group(boolean[] isVoiced, boolean wanted, int k) {
    List<float[]> points = new ArrayList<>();
    for (int i = 0; i < isVoiced.length; i++) {
      if (isVoiced[i] == wanted) {
        points.add(cepstra.get(i));
      }
    }
    return KMeans.group(points.toArray(new float[0][]), k, SEED);
  }

  private Pcm render(LarkFrames frames) {
    float[] samples = new float[frames.count() * LarkFrames.HOP_SAMPLES];
    renderer.begin(frames, FrameShaper.UNCHANGED.shape(frames), SEED);
    int hops = 0;
    while (hops < frames.count()) {
      hops += renderer.next(samples, hops * LarkFrames.HOP_SAMPLES, frames.count() - hops);
    }
    return new Pcm(samples, LarkFrames.SAMPLE_RATE);
  }

  private static PitchTrack pitch(LarkFrames frames) {
    float[] f0 = frames.f0().clone();
    float[] periodicity = new float[f0.length];
    for (int k = 0; k < f0.length; k++) {
      f0[k] = frames.voiced(k) ? f0[k] : 0;
      periodicity[k] = frames.voiced(k) ? 1 : 0;
    }
    return new PitchTrack(f0, periodicity);
  }
}
