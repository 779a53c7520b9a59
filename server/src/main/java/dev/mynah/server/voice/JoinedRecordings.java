package dev.mynah.server.voice;

import dev.mynah.audio.Pcm;
import dev.mynah.audio.loudness.LoudnessMeter;
import dev.mynah.audio.resample.Resampler;
import dev.mynah.engine.spi.CloneReport.Warning;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Several recordings of one speaker as one. Each is listened to for an equal share of the time that
 * one alone would get, so that a long first one doesn't crowd out the others and memory stays
 * bounded. They are brought to a common loudness, for a voice's level says how near the microphone
 * was, not whose voice it is; and joined with short fades, so that no click passes for speech.
 */
final class JoinedRecordings {
  private static final double LISTENED_SECONDS = 600; // of all recordings together
  private static final double SHORTEST_SECONDS = 0.5;
  private static final double FADE_SECONDS = 0.01;
  private static final double LEFT_ALONE_DB = 3; // a difference nobody would even out
  private static final float FULL_SCALE = 0.99f;

  private JoinedRecordings() {}

  /**
   * Returns the part of a recording that is listened to.
   *
   * @param recordings how many there are in all
   * @param name wire name of this one, for messages
   * @throws MynahException if it is one of several and holds nothing
   */
  static DecodedRecording share(DecodedRecording recording, int recordings, String name) {
    if (recordings == 1) {
      return recording; // what it holds is for the engine to judge
    }
    Pcm pcm = recording.pcm();
    if (pcm.seconds() < SHORTEST_SECONDS) {
      throw unusable(name + " is shorter than half a second; send a longer one or leave it out.");
    }
    if (LoudnessMeter.integrated(pcm).isEmpty()) {
      throw unusable(name + " is silent; send another or leave it out.");
    }
    int most = (int) (LISTENED_SECONDS / recordings * pcm.sampleRate());
    if (pcm.samples().length <= most) {
      return recording;
    }
    List<Warning> warnings = new ArrayList<>(recording.warnings());
    if (warnings.stream().noneMatch(warning -> warning.code().equals("cut"))) {
      warnings.add(
          new Warning(
              "cut",
              "%s is longer than what is listened to of %d recordings; only its beginning was used."
                  .formatted(name, recordings)));
    }
    return new DecodedRecording(
        new Pcm(Arrays.copyOf(pcm.samples(), most), pcm.sampleRate()),
        recording.originalSampleRate(),
        warnings);
  }

  private static MynahException unusable(String message) {
    return MynahException.of(ErrorCode.UNUSABLE_REFERENCE, message);
  }

  /** Puts recordings end to end, at the lowest of their rates. */
  static DecodedRecording of(List<DecodedRecording> recordings) {
    if (recordings.size() == 1) {
      return recordings.getFirst();
    }
    int rate = recordings.stream().mapToInt(each -> each.pcm().sampleRate()).min().orElseThrow();
    List<Pcm> pieces =
        recordings.stream().map(each -> Resampler.resample(each.pcm(), rate)).toList();
    double loudness = medianLoudness(pieces);
    float[] samples = new float[pieces.stream().mapToInt(piece -> piece.samples().length).sum()];
    int at = 0;
    for (Pcm piece : pieces) {
      put(piece, gain(piece, loudness), samples, at);
      at += piece.samples().length;
    }
    return new DecodedRecording(
        new Pcm(samples, rate),
        recordings.stream().mapToInt(DecodedRecording::originalSampleRate).min().orElseThrow(),
        recordings.stream().flatMap(each -> each.warnings().stream()).distinct().toList());
  }

  private static double medianLoudness(List<Pcm> pieces) {
    double[] loudness =
        pieces.stream()
            .flatMapToDouble(piece -> LoudnessMeter.integrated(piece).stream())
            .sorted()
            .toArray();
    return loudness.length == 0 ? 0 : loudness[loudness.length / 2];
  }

  private static float gain(Pcm piece, double loudness) {
    double difference = loudness - LoudnessMeter.integrated(piece).orElse(loudness);
    if (Math.abs(difference) < LEFT_ALONE_DB) {
      return 1;
    }
    float peak = 0;
    for (float sample : piece.samples()) {
      peak = Math.max(peak, Math.abs(sample));
    }
    float wanted = (float) Math.pow(10, difference / 20);
    return wanted <= 1 ? wanted : Math.max(1, Math.min(wanted, FULL_SCALE / peak));
  }

  private static void put(Pcm piece, float gain, float[] target, int at) {
    float[] samples = piece.samples();
    int fade = Math.min(samples.length / 2, (int) (FADE_SECONDS * piece.sampleRate()));
    for (int i = 0; i < samples.length; i++) {
      int fromEdge = Math.min(i, samples.length - 1 - i);
      target[at + i] = samples[i] * gain * (fromEdge < fade ? (fromEdge + 0.5f) / fade : 1);
    }
  }
}
