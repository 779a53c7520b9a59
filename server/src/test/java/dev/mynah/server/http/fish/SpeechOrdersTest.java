package dev.mynah.server.http.fish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mynah.audio.encode.AudioFormat;
import dev.mynah.audio.encode.EncodingSettings;
import dev.mynah.engine.spi.Latency;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.wire.Json;
import dev.mynah.server.http.wire.JsonFields;
import dev.mynah.server.speech.InlineReference;
import dev.mynah.server.speech.SpeechOrder;
import dev.mynah.server.voice.Recording;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SpeechOrdersTest {

  @Test
  void readsTheSmallestRequest() {
    assertThat(order("{\"text\":\"Hi\"}"))
        .isEqualTo(SpeechOrder.plain("Hi", List.of(), EncodingSettings.of(AudioFormat.MP3)));
  }

  @Test
  void readsEveryField() {
    SpeechOrder order =
        order(
            """
            {"text":"Hi","reference_id":["a","b"],"format":"opus","sample_rate":48000,
             "mp3_bitrate":64,"opus_bitrate":32,"latency":"low","chunk_length":300,
             "prosody":{"speed":2,"volume":-20,"normalize_loudness":false},"seed":7}
            """);

    assertThat(order.referenceIds()).containsExactly("a", "b");
    assertThat(order.encoding()).isEqualTo(new EncodingSettings(AudioFormat.OPUS, 48_000, 32_000));
    assertThat(order.latency()).isEqualTo(Latency.LOW);
    assertThat(order.speed()).isEqualTo(2);
    assertThat(order.volumeDb()).isEqualTo(-20);
    assertThat(order.normalizeLoudness()).isFalse();
    assertThat(order.seed()).isEqualTo(7);
  }

  @Test
  void speakersAreCountedInListsOfLists() {
    String url = "https://a.example/x.wav";
    SpeechOrder order =
        order(
            """
            {"text":"Hi","references":[[{"audio":"%1$s","text":"x"},{"audio":"%1$s","text":""}],
             [{"audio":"%1$s"}]]}
            """
                .formatted(url));

    assertThat(order.references())
        .containsExactly(
            new InlineReference(new Recording.Url(url), "x", 0),
            new InlineReference(new Recording.Url(url), null, 0),
            new InlineReference(new Recording.Url(url), null, 1));
  }

  @ParameterizedTest
  @CsvSource({"32,32000", "32000,32000", "64,64000", "-1000,48000"})
  void takesOpusBitratesInBothUnits(int sent, int bitrate) {
    String body = "{\"text\":\"a\",\"format\":\"opus\",\"opus_bitrate\":" + sent + "}";

    assertThat(order(body).encoding().bitrate()).isEqualTo(bitrate);
  }

  @ParameterizedTest
  @ValueSource(ints = {8_000, 16_000, 22_050, 24_000, 32_000, 44_100})
  void takesEveryRateOfTheContract(int rate) {
    for (String format : List.of("wav", "pcm", "mp3")) {
      String body = "{\"text\":\"a\",\"format\":\"%s\",\"sample_rate\":%d}".formatted(format, rate);

      assertThat(order(body).encoding().sampleRate()).isEqualTo(rate);
    }
  }

  @Test
  void textMayComeLater() {
    assertThat(SpeechOrders.withoutText(fields("{\"text\":\"\"}")).text()).isEmpty();
    assertThat(SpeechOrders.withoutText(fields("{}")).text()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"text\":\"a\",\"sample_rate\":44000}",
        "{\"text\":\"a\",\"format\":\"opus\",\"sample_rate\":44100}",
        "{\"text\":\"a\",\"format\":\"aac\"}",
        "{\"text\":\"a\",\"chunk_length\":1001}",
        "{\"text\":\"a\",\"min_chunk_length\":101}",
        "{\"text\":\"a\",\"early_stop_threshold\":2}",
        "{\"text\":\"a\",\"prosody\":{\"volume\":21}}",
        "{\"text\":\"a\",\"reference_id\":[\"a\",\"\"]}",
        "{\"text\":\"a\",\"reference_id\":7}",
        "{\"text\":\"a\",\"references\":[[]]}",
        "{\"text\":\"a\",\"references\":[[{\"audio\":\"https://a.example\"}],{}]}",
        "{\"text\":\"a\",\"use_memory_cache\":\"maybe\"}",
      })
  void refusesWhatIsOutOfRange(String body) {
    // Most rates MP3 is asked for in practice exist; 44,000 does not.
    assertThatThrownBy(() -> order(body)).isInstanceOf(MynahException.class);
  }

  private static SpeechOrder order(String body) {
    return SpeechOrders.withText(fields(body));
  }

  private static JsonFields fields(String body) {
    return JsonFields.ofBody(Json.read(body)).lenient();
  }
}
