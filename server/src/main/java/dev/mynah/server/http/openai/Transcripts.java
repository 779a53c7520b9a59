package dev.mynah.server.http.openai;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mynah.engine.spi.RecognizedSegment;
import dev.mynah.server.recognition.Transcription;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes transcripts in the ways this dialect has. */
final class Transcripts {
  private static final int MILLIS_A_SECOND = 1_000;
  private static final int MILLIS_A_MINUTE = 60_000;
  private static final int MILLIS_AN_HOUR = 3_600_000;

  private Transcripts() {}

  /** Returns the text alone, as a JSON record. */
  static Object json(Transcription transcription) {
    return new Plain(transcription.text(), usage(transcription));
  }

  /**
   * Returns all there is to tell, as a JSON record.
   *
   * @param task transcribe or translate
   */
  static Object verbose(Transcription transcription, String task, boolean segments, boolean words) {
    String language = transcription.language();
    return new Verbose(
        task,
        language == null ? "english" : language.toLowerCase(Locale.ROOT),
        rounded(transcription.durationSeconds()),
        transcription.text(),
        segments ? segments(transcription) : null,
        words ? words(transcription) : null,
        usage(transcription));
  }

  private static Usage usage(Transcription transcription) {
    return new Usage("duration", (long) Math.ceil(transcription.durationSeconds()));
  }

  private static List<Segment> segments(Transcription transcription) {
    List<Segment> segments = new ArrayList<>();
    for (RecognizedSegment each : transcription.segments()) {
      segments.add(
          new Segment(
              segments.size(),
              0,
              rounded(each.startSeconds()),
              rounded(each.endSeconds()),
              each.text(),
              List.of(),
              0,
              0,
              1,
              0));
    }
    return segments;
  }

  private static List<Word> words(Transcription transcription) {
    return transcription.segments().stream()
        .flatMap(segment -> segment.words().stream())
        .map(
            word -> new Word(word.text(), rounded(word.startSeconds()), rounded(word.endSeconds())))
        .toList();
  }

  /** No recogniser's times are truer than a millisecond. */
  private static double rounded(double seconds) {
    return Math.rint(seconds * MILLIS_A_SECOND) / MILLIS_A_SECOND;
  }

  /** Returns subtitles as SubRip has them. */
  static String srt(Transcription transcription) {
    StringBuilder text = new StringBuilder();
    int number = 0;
    for (RecognizedSegment each : transcription.segments()) {
      number++;
      text.append(number).append('\n');
      text.append(time(each.startSeconds(), ',')).append(" --> ");
      text.append(time(each.endSeconds(), ',')).append('\n');
      text.append(each.text()).append("\n\n");
    }
    return text.toString();
  }

  /** Returns subtitles as WebVTT has them. */
  static String vtt(Transcription transcription) {
    StringBuilder text = new StringBuilder("WEBVTT\n\n");
    for (RecognizedSegment each : transcription.segments()) {
      text.append(time(each.startSeconds(), '.')).append(" --> ");
      text.append(time(each.endSeconds(), '.')).append('\n');
      text.append(escaped(each.text())).append("\n\n");
    }
    return text.toString();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String time(double seconds, char point) {
    long millis = Math.round(Math.max(0, seconds) * MILLIS_A_SECOND);
    return String.format(
        Locale.ROOT,
        "%02d:%02d:%02d%c%03d",
        millis / MILLIS_AN_HOUR,
        millis % MILLIS_AN_HOUR / MILLIS_A_MINUTE,
        millis % MILLIS_A_MINUTE / MILLIS_A_SECOND,
        point,
        millis % MILLIS_A_SECOND);
  }

  private record Plain(String text, Usage usage) {}

  private record Usage(String type, long seconds) {}

  private record Verbose(
      String task,
      String language,
      double duration,
      String text,
      @Nullable List<Segment> segments,
      @Nullable List<Word> words,
      Usage usage) {}

  /** What isn't measured has a value that says nothing against the segment. */
  private record Segment(
      int id,
      int seek,
      double start,
      double end,
      String text,
      List<Integer> tokens,
      double temperature,
      @JsonProperty("avg_logprob") double avgLogprob,
      @JsonProperty("compression_ratio") double compressionRatio,
      @JsonProperty("no_speech_prob") double noSpeechProb) {}

  private record Word(String word, double start, double end) {}
}
