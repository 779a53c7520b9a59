package dev.mynah.engine.lark.clone;

import dev.mynah.audio.analysis.EnvelopeAnalyzer;
import dev.mynah.audio.analysis.EnvelopeBands;
import dev.mynah.audio.analysis.RecordingAnalysis;
import dev.mynah.audio.analysis.Span;
import dev.mynah.audio.analysis.SpeakerMixture;
import dev.mynah.audio.analysis.SpeechSelection;
import dev.mynah.audio.analysis.SyllableRate;
import dev.mynah.audio.spectrum.MelBands;
import dev.mynah.engine.lark.profile.LarkProfile;
import dev.mynah.engine.lark.profile.LarkProfileCodec;
import dev.mynah.engine.lark.synthesis.LarkNetwork;
import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.engine.spi.CloneOptions;
import dev.mynah.engine.spi.CloneProgress;
import dev.mynah.engine.spi.CloneReport;
import dev.mynah.engine.spi.ClonedVoice;
import dev.mynah.engine.spi.EngineException;
import dev.mynah.engine.spi.ReferenceAudio;
import dev.mynah.engine.spi.VoiceProfile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes a voice from a recording: measures it, refuses what can't give a voice, chooses the best
 * speech, and works out how the base voice differs from it. No step is random and none depends on
 * other threads. Safe for any number of threads.
 */
public final class LarkCloner {
  private static final int NETWORK_ID_DIGITS = 16;
  private static final double LONGEST_RECORDING_SECONDS = 600;
  private static final double QUIETEST_NATS = 3; // 26 dB under the loud frames
  private static final double BAND_EDGE = 0.97; // filters are rounded at their edge
  private static final double LEAST_RANGE = 0.6;
  private static final double MOST_RANGE = 1.3;
  private static final double PACE_DOUBT_SECONDS = 5;
  private static final double SLOWEST = 0.85;
  private static final double FASTEST = 1.15;
  private static final int FEWEST_VOICED_FRAMES = 40; // half a second

  private final String engineVersion;
  private final BaseVoiceSource base;

  LarkCloner(String engineVersion, BaseVoiceSource base) {
    this.engineVersion = engineVersion;
    this.base = base;
  }

  /** As below, measuring the network's own voice at every start. */
  public static LarkCloner of(
      String engineVersion,
      LarkNetwork network,
      String networkSha256,
      Function<String, long[]> phonemeIds) {
    return of(engineVersion, network, networkSha256, phonemeIds, null);
  }

  /**
   * Returns a cloner for a network. The network's own voice is measured by the first clone.
   *
   * @param engineVersion written into the profiles
   * @param network whose frames the profiles change
   * @param networkSha256 hash of its file, hex
   * @param phonemeIds turns phonemes into the ids the network takes, with the 0 at both ends
   * @param folder where the measurement of the network's voice is kept from one start to the next,
   *     or null to measure at every start
   */
  public static LarkCloner of(
      String engineVersion,
      LarkNetwork network,
      String networkSha256,
      Function<String, long[]> phonemeIds,
      @Nullable Path folder) {
    return new LarkCloner(
        engineVersion,
        new MeasuredBaseVoice(
            network, networkSha256.substring(0, NETWORK_ID_DIGITS), phonemeIds, folder));
  }

  /**
   * Measures the network's own voice if that hasn't been done, so that the first clone needn't
   * wait.
   *
   * @throws EngineException if the network fails
   */
  public void prepare() throws EngineException {
    base.get();
  }

  /**
   * Makes a voice.
   *
   * @throws EngineException if the recording can't give one, or the work was cancelled
   */
  public ClonedVoice cloneVoice(
      ReferenceAudio reference, CloneOptions options, CloneProgress progress, CancelSignal cancel)
      throws EngineException {
    progress.at(0, "measuring the recording");
    RecordingAnalysis recording =
        RecordingAnalysis.of(
            Recordings.beginning(reference.pcm(), LONGEST_RECORDING_SECONDS),
            reference.originalSampleRate());
    ReferenceJudge.requireUsable(recording);
    cancel.throwIfCancelled();
    progress.at(0.4, "choosing the best speech");
    List<Span> spans = SpeechSelection.best(recording, options.maxSpeechSeconds());
    Speech speech = speech(recording, spans);
    cancel.throwIfCancelled();
    progress.at(0.7, "finding the voice");
    LarkProfile profile = profile(recording, speech);
    CloneReport report = report(recording, speech);
    progress.at(1, "done");
    return new ClonedVoice(
        new VoiceProfile(LarkProfile.ENGINE, engineVersion, LarkProfileCodec.write(profile)),
        report);
  }

  /** What is used of a recording: its loud frames and the log pitch of the voiced ones. */
  private record Speech(
      List<Span> spans, SpeechFrames frames, List<Float> logF0, double twoSpeakerGain) {}

  private static Speech speech(RecordingAnalysis recording, List<Span> spans) {
    List<float[]> envelopes = new ArrayList<>();
    List<Boolean> voiced = new ArrayList<>();
    List<Float> logF0 = new ArrayList<>();
    List<Float> f0s = new ArrayList<>();
    NoiseSpectrum noise = NoiseSpectrum.between(recording);
    for (Span span : spans) {
      float[][] measured = EnvelopeAnalyzer.analyze(recording.pcm(), recording.pitch(), span);
      for (int i = 0; i < measured.length; i++) {
        float f0 = recording.pitch().f0()[span.from() + i];
        f0s.add(f0);
        envelopes.add(noise.takenFrom(measured[i]));
        voiced.add(f0 > 0);
        if (f0 > 0) {
          logF0.add((float) Math.log(f0));
        }
      }
    }
    float[] f0 = new float[f0s.size()];
    for (int k = 0; k < f0.length; k++) {
      f0[k] = f0s.get(k);
    }
    double gain = SpeakerMixture.gain(envelopes.toArray(new float[0][]), f0);
    return new Speech(spans, loud(envelopes, voiced), logF0, gain);
  }

  private static SpeechFrames loud(List<float[]> envelopes, List<Boolean> voiced) {
    float[][] all = envelopes.toArray(new float[0][]);
    boolean[] loud = Loudness.loudFrames(all, QUIETEST_NATS);
    List<float[]> kept = new ArrayList<>();
    boolean[] keptVoiced = new boolean[all.length];
    for (int k = 0; k < all.length; k++) {
      if (loud[k]) {
        keptVoiced[kept.size()] = voiced.get(k);
        kept.add(all[k]);
      }
    }
    return new SpeechFrames(kept.toArray(new float[0][]), Arrays.copyOf(keptVoiced, kept.size()));
  }

  private LarkProfile profile(RecordingAnalysis recording, Speech speech) throws EngineException {
    if (speech.logF0().size() < FEWEST_VOICED_FRAMES) {
      throw ReferenceJudge.unvoiced();
    }
    BaseVoice baseVoice = base.get();
    LogPitch pitch = LogPitch.of(speech.logF0());
    double warp = VocalTract.warp(pitch.centre());
    OffsetEstimator estimator = new OffsetEstimator(baseVoice, usedBands(recording.bandwidthHz()));
    return new LarkProfile(
        baseVoice.network(),
        baseVoice.logF0(),
        pitch.centre(),
        Math.clamp(pitch.spread() / baseVoice.logF0Spread(), LEAST_RANGE, MOST_RANGE),
        warp,
        pace(recording, speech.spans(), baseVoice),
        baseVoice.classes(),
        LevelKeeper.keep(baseVoice, warp, estimator.estimate(speech.frames(), warp)));
  }

  /**
   * The speaker's pace over the base voice's. A count of syllables over a few seconds is rough, so
   * that it is trusted the more the longer they speak.
   */
  private static double pace(RecordingAnalysis recording, List<Span> spans, BaseVoice baseVoice) {
    double rate = SyllableRate.perSecond(recording.activity().levelDb(), recording.pitch(), spans);
    double seconds = spans.stream().mapToDouble(Span::seconds).sum();
    double trust = seconds / (seconds + PACE_DOUBT_SECONDS);
    double ratio = 1 + trust * (rate / baseVoice.syllablesPerSecond() - 1);
    return Math.clamp(ratio, SLOWEST, FASTEST);
  }

  private static int usedBands(double bandwidthHz) {
    MelBands mel = EnvelopeBands.over(1 + EnvelopeBands.COUNT);
    int bands = EnvelopeBands.COUNT;
    while (bands > 24 && mel.centreHertz(bands - 1) > BAND_EDGE * bandwidthHz) {
      bands--;
    }
    return bands;
  }

  private static CloneReport report(RecordingAnalysis recording, Speech speech) {
    float[] f0 = new float[speech.logF0().size()];
    for (int i = 0; i < f0.length; i++) {
      f0[i] = (float) Math.exp(speech.logF0().get(i));
    }
    Arrays.sort(f0);
    double used = speech.spans().stream().mapToDouble(Span::seconds).sum();
    return new CloneReport(
        recording.activity().speechSeconds(),
        used,
        recording.activity().speechDb(),
        recording.activity().noiseDb(),
        recording.bandwidthHz(),
        recording.clippedFraction(),
        f0[f0.length / 2],
        f0[f0.length / 10],
        f0[f0.length - 1 - f0.length / 10],
        ReferenceJudge.warnings(recording, used, speech.twoSpeakerGain()));
  }
}
