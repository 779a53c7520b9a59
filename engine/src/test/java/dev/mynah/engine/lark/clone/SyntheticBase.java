package dev.mynah.engine.lark.clone;

import dev.mynah.audio.Pcm;
import dev.mynah.audio.analysis.EnvelopeAnalyzer;
import dev.mynah.audio.analysis.PitchTrack;
import dev.mynah.audio.analysis.PitchTracker;
import dev.mynah.audio.synthetic.SyntheticVoice;
import dev.mynah.engine.lark.profile.FrameClasses;
import dev.mynah.engine.lark.profile.NetworkEnvelope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A base voice measured on a made-up talker, for tests that do without the network. */
final class SyntheticBase {
  static final BaseVoice VOICE = measure(new SyntheticVoice(200, 1.1, 17).speak(20));

  private SyntheticBase() {}

  private static BaseVoice measure(Pcm speech) {
    PitchTrack pitch = PitchTracker.track(speech);
    float[][] all = EnvelopeAnalyzer.analyze(speech, pitch);
    boolean[] loud = Loudness.loudFrames(all, 3);
    NetworkEnvelope network = new NetworkEnvelope();
    List<float[]> kept = new ArrayList<>();
    List<float[]> voicedShapes = new ArrayList<>();
    List<float[]> unvoicedShapes = new ArrayList<>();
    List<Float> logF0 = new ArrayList<>();
    boolean[] voiced = new boolean[all.length];
    for (int k = 0; k < all.length; k++) {
      if (loud[k]) {
        float[] shape = new float[NetworkEnvelope.TERMS];
        network.cepstrum(all[k], shape);
        voiced[kept.size()] = pitch.voiced(k);
        (pitch.voiced(k) ? voicedShapes : unvoicedShapes).add(shape);
        kept.add(all[k]);
        if (pitch.voiced(k)) {
          logF0.add((float) Math.log(pitch.f0()[k]));
        }
      }
    }
    voiced = Arrays.copyOf(voiced, kept.size());
    KMeans.Groups a = KMeans.group(voicedShapes.toArray(new float[0][]), 10, 1);
    KMeans.Groups b = KMeans.group(unvoicedShapes.toArray(new float[0][]), 3, 1);
    float[][] centres = Arrays.copyOf(a.centres(), 13);
    System.arraycopy(b.centres(), 0, centres, 10, 3);
    int[] classOf = new int[kept.size()];
    int nextVoiced = 0;
    int nextUnvoiced = 0;
    for (int k = 0; k < classOf.length; k++) {
      classOf[k] = voiced[k] ? a.group()[nextVoiced++] : 10 + b.group()[nextUnvoiced++];
    }
    LogPitch logPitch = LogPitch.of(logF0);
    return new BaseVoice(
        "0123456789abcdef",
        logPitch.centre(),
        logPitch.spread(),
        4,
        new FrameClasses(10, centres, a.variance(), b.variance()),
        new SpeechFrames(kept.toArray(new float[0][]), voiced),
        classOf);
  }
}
