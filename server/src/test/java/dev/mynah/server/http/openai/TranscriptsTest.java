package dev.mynah.server.http.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mynah.engine.spi.RecognizedSegment;
import dev.mynah.engine.spi.RecognizedWord;
import dev.mynah.server.http.wire.Json;
import dev.mynah.server.recognition.Transcription;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TranscriptsTest {
  private static final Transcription SAID =
      new Transcription(
          "Hello there. Q & A <now>.",
          3661.2,
          List.of(
              new RecognizedSegment(
                  "Hello there.",
                  0.04,
                  1.5,
                  List.of(
                      new RecognizedWord("Hello", 0.04, 0.6),
                      new RecognizedWord("there.", 0.7, 1.5))),
              new RecognizedSegment("Q & A <now>.", 3600.5, 3661.0, List.of())),
          "en",
          "English");

  @Test
  void subtitlesAreNumberedAndTimedForSubRip() {
    assertThat(Transcripts.srt(SAID))
        .isEqualTo(
            """
            1
            00:00:00,040 --> 00:00:01,500
            Hello there.

            2
            01:00:00,500 --> 01:01:01,000
            Q & A <now>.

            """);
  }

  @Test
  void subtitlesAreEscapedForWebVtt() {
    assertThat(Transcripts.vtt(SAID))
        .isEqualTo(
            """
            WEBVTT

            00:00:00.040 --> 00:00:01.500
            Hello there.

            01:00:00.500 --> 01:01:01.000
            Q &amp; A &lt;now&gt;.

            """);
  }

  @Test
  void silenceHasNoSubtitles() {
    Transcription silence = new Transcription("", 2, List.of(), null, null);

    assertThat(Transcripts.srt(silence)).isEmpty();
    assertThat(Transcripts.vtt(silence)).isEqualTo("WEBVTT\n\n");
    assertThat(tree(Transcripts.verbose(silence, "transcribe", true, true)).path("words"))
        .isEmpty();
  }

  @Test
  void jsonHoldsTheTextAndWhatIsCharged() {
    JsonNode json = tree(Transcripts.json(SAID));

    assertThat(json.path("text").asText()).isEqualTo(SAID.text());
    assertThat(json.path("usage").path("type").asText()).isEqualTo("duration");
    assertThat(json.path("usage").path("seconds").asInt()).isEqualTo(3662);
  }

  @Test
  void verboseJsonHoldsEveryFieldClientsReadAndOnlyWhatWasAskedFor() {
    JsonNode all = tree(Transcripts.verbose(SAID, "transcribe", true, true));

    assertThat(all.path("task").asText()).isEqualTo("transcribe");
    assertThat(all.path("language").asText()).isEqualTo("english");
    assertThat(all.path("duration").asDouble()).isEqualTo(3661.2);
    assertThat(all.path("segments")).hasSize(2);
    assertThat(all.path("segments").get(1).fieldNames())
        .toIterable()
        .containsExactly(
            "id",
            "seek",
            "start",
            "end",
            "text",
            "tokens",
            "temperature",
            "avg_logprob",
            "compression_ratio",
            "no_speech_prob");
    assertThat(all.path("words").get(1).path("word").asText()).isEqualTo("there.");
    assertThat(all.path("words").get(1).path("end").asDouble()).isEqualTo(1.5);
    JsonNode bare = tree(Transcripts.verbose(SAID, "translate", false, false));
    assertThat(bare.has("segments")).isFalse();
    assertThat(bare.has("words")).isFalse();
  }

  private static JsonNode tree(Object body) {
    return Json.read(new String(Json.write(body), UTF_8));
  }
}
