package dev.mynah.audio.analysis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/*
 * Of a long recording only the best speech is worth using. Every stretch of speech gets marks:
 * how far it stands above the noise (up to 30 dB), how much of it is voiced, whether it is long
 * enough to hold whole words, whether it is clipped, sounds like held tones, or lies at another pitch
 * than most of the recording (an interviewer, a quotation in a funny voice). Stretches are taken by
 * marks until the wanted time is filled, and given back in the order they were spoken.
 */
/** Chooses the best speech of a recording. */
public final class SpeechSelection {
  private static final int LONGEST_PIECE = 480; // frames, 6 s: longer stretches are cut
  private static final int NEIGHBOURHOOD = 60; // frames: 0.75 s
  private static final double QUIET_SHARE = 0.05;
  private static final double ENOUGH_SNR_DB = 30;
  private static final double ENOUGH_VOICED = 0.6;
  private static final double ENOUGH_SECONDS = 1.0;
  private static final double CLIPPED_LEVEL = 0.985;
  private static final double MUCH_CLIPPING = 0.002;
  private static final double FAR_PITCH_OCTAVES = 0.6;

  private SpeechSelection() {}

  /**
   * Chooses the best speech.
   *
   * @param recording whose speech is looked at
   * @param maxSeconds how much is wanted at most
   * @return in order of time; all the speech if there is no more than wanted
   */
  public static List<Span> best(RecordingAnalysis recording, double maxSeconds) {
    List<Span> pieces = pieces(recording.activity());
    int wanted = (int) Math.round(maxSeconds * Frames.PER_SECOND);
    if (pieces.stream().mapToInt(Span::frames).sum() <= wanted) {
      return pieces;
    }
    double median = medianLogF0(recording.pitch(), new Span(0, recording.pitch().frames()));
    float peak = peak(recording.pcm().samples());
    List<Marked> marked = new ArrayList<>();
    for (Span piece : pieces) {
      marked.add(new Marked(piece, marks(recording, piece, median, peak)));
    }
    marked.sort(
        Comparator.comparingDouble((Marked m) -> -m.marks())
            .thenComparingInt(m -> m.span().from()));
    List<Span> chosen = new ArrayList<>();
    int left = wanted;
    for (Marked next : marked) {
      if (left <= 0) {
        break;
      }
      int frames = Math.min(left, next.span().frames());
      chosen.add(new Span(next.span().from(), next.span().from() + frames));
      left -= frames;
    }
    chosen.sort(Comparator.comparingInt(Span::from));
    return chosen;
  }

  private record Marked(Span span, double marks) {}

  /** Stretches of speech, the long ones cut at their quietest moments. */
  private static List<Span> pieces(SpeechActivity activity) {
    List<Span> pieces = new ArrayList<>();
    for (Span span : activity.spans()) {
      int from = span.from();
      while (span.to() - from > LONGEST_PIECE) {
        int cut = quietest(activity.levelDb(), from + LONGEST_PIECE / 2, from + LONGEST_PIECE);
        pieces.add(new Span(from, cut));
        from = cut;
      }
      pieces.add(new Span(from, span.to()));
    }
    return pieces;
  }

  private static int quietest(float[] level, int from, int to) {
    int at = from;
    for (int k = from; k < to; k++) {
      at = level[k] < level[at] ? k : at;
    }
    return at;
  }

  private static double marks(
      RecordingAnalysis recording, Span span, double medianLogF0, float peak) {
    SpeechActivity activity = recording.activity();
    double power = 0;
    int voiced = 0;
    for (int k = span.from(); k < span.to(); k++) {
      power += Decibels.toPower(activity.levelDb()[k]);
      voiced += recording.pitch().voiced(k) ? 1 : 0;
    }
    double snr = Decibels.ofPower(power / span.frames()) - noiseAround(activity, span);
    double marks = Math.min(snr, ENOUGH_SNR_DB) / ENOUGH_SNR_DB;
    marks += Math.min((double) voiced / span.frames(), ENOUGH_VOICED) / ENOUGH_VOICED;
    marks += Math.min(span.seconds(), ENOUGH_SECONDS) / ENOUGH_SECONDS;
    marks -= Math.min(1, clipped(recording, span, peak) / MUCH_CLIPPING);
    double octaves = Math.abs(medianLogF0(recording.pitch(), span) - medianLogF0) / Math.log(2);
    marks -= Math.min(1, octaves / FAR_PITCH_OCTAVES);
    return marks;
  }

  /** The quietest that the neighbourhood of a stretch gets, dBFS. */
  private static double noiseAround(SpeechActivity activity, Span span) {
    float[] level = activity.levelDb();
    int from = Math.max(0, span.from() - NEIGHBOURHOOD);
    int to = Math.min(level.length, span.to() + NEIGHBOURHOOD);
    return Decibels.percentile(level, from, to, QUIET_SHARE);
  }

  /** Share of samples near the recording's peak; counts only where the recording is clipped. */
  private static double clipped(RecordingAnalysis recording, Span span, float peak) {
    if (recording.clippedFraction() <= 0) {
      return 0;
    }
    float[] samples = recording.pcm().samples();
    int from = span.from() * Frames.HOP;
    int to = Math.min(samples.length, span.to() * Frames.HOP);
    int high = 0;
    for (int i = from; i < to; i++) {
      high += Math.abs(samples[i]) > CLIPPED_LEVEL * peak ? 1 : 0;
    }
    return (double) high / Math.max(1, to - from);
  }

  private static float peak(float[] samples) {
    float peak = 0;
    for (float sample : samples) {
      peak = Math.max(peak, Math.abs(sample));
    }
    return peak;
  }

  private static double medianLogF0(PitchTrack pitch, Span span) {
    float[] voiced = pitch.slice(span.from(), span.to()).sortedVoiced();
    return voiced.length == 0 ? 0 : Math.log(voiced[voiced.length / 2]);
  }
}
