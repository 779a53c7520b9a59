package dev.mynah.engine.asr;

import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.engine.spi.EngineException;
import dev.mynah.engine.spi.RecognizedSegment;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Writes down one stretch of speech. What the network can't make sense of, going round in circles,
 * is listened to again in two halves; what it still can't, or hardly believes itself, is left out.
 */
final class Listener {
  /** The longest stretch at which as few words go wrong as in short ones. */
  static final double LONGEST_SECONDS = 24;

  private static final int RATE = 16_000; // Hz

  /** Shorter sound is made this long with silence: the network has seen none shorter. */
  private static final int SHORTEST = RATE; // samples

  /** Nobody speaks more tokens in a second, and a short stretch may hold a quick word. */
  private static final double TOKENS_A_SECOND = 9;

  private static final int SPARE_TOKENS = 8;
  private static final double SHORTEST_HALF_SECONDS = 2;

  /** Noise that is written down as words is believed this little. */
  private static final double LEAST_CONFIDENCE = -1.4;

  private final MoonshineNetwork network;
  private final TokenList tokens;

  Listener(MoonshineNetwork network, TokenList tokens) {
    this.network = network;
    this.tokens = tokens;
  }

  /** Returns what is said, usually as one segment; none if nothing is. */
  List<RecognizedSegment> segments(Stretch stretch, boolean wordTimes, CancelSignal cancel)
      throws EngineException {
    float[] samples = stretch.samples();
    double seconds = (double) samples.length / RATE;
    int maxTokens = (int) (seconds * TOKENS_A_SECOND) + SPARE_TOKENS;
    float[] sound = samples.length < SHORTEST ? Arrays.copyOf(samples, SHORTEST) : samples;
    Heard heard = network.listen(sound, maxTokens, cancel);
    if (!heard.ended() && seconds >= 2 * SHORTEST_HALF_SECONDS) {
      return Stream.concat(
              segments(half(stretch, true), wordTimes, cancel).stream(),
              segments(half(stretch, false), wordTimes, cancel).stream())
          .toList();
    }
    String text = tokens.text(heard.tokens());
    if (text.isEmpty() || heard.confidence() < LEAST_CONFIDENCE) {
      return List.of();
    }
    double start = Math.min(stretch.speechStart(), stretch.speechEnd());
    return List.of(
        new RecognizedSegment(
            text,
            start,
            stretch.speechEnd(),
            wordTimes ? WordTimes.spread(text, start, stretch.speechEnd()) : List.of()));
  }

  /** The part before or after the quietest moment around the middle. */
  private static Stretch half(Stretch stretch, boolean first) {
    float[] samples = stretch.samples();
    int frames = samples.length / SpeechLevels.FRAME;
    SpeechLevels levels = new SpeechLevels(samples, samples.length, Float.NEGATIVE_INFINITY);
    int at = levels.quietest(frames / 4, frames - frames / 4) * SpeechLevels.FRAME;
    double cut = stretch.offset() + (double) at / RATE;
    return first
        ? new Stretch(
            Arrays.copyOf(samples, at),
            stretch.offset(),
            Math.min(cut, stretch.speechStart()),
            Math.min(cut, stretch.speechEnd()))
        : new Stretch(
            Arrays.copyOfRange(samples, at, samples.length),
            cut,
            Math.max(cut, stretch.speechStart()),
            Math.max(cut, stretch.speechEnd()));
  }
}
