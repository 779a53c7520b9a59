package dev.mynah.server.http.ace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mynah.audio.encode.AudioFormat;
import dev.mynah.audio.encode.EncodingSettings;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.wire.Json;
import dev.mynah.server.http.wire.JsonFields;
import dev.mynah.server.speech.InlineReference;
import dev.mynah.server.speech.SpeechOrder;
import dev.mynah.server.voice.Recording;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SpeechOrdersTest {
  private static final SpeechOrders ORDERS = new SpeechOrders(1000);

  @Test
  void readsTheSmallestRequest() {
    SpeechOrder order = tts("{\"text\":\"Hello.\"}");

    assertThat(order)
        .isEqualTo(SpeechOrder.plain("Hello.", List.of(), EncodingSettings.of(AudioFormat.MP3)));
  }

  @Test
  void readsEveryField() {
    SpeechOrder order =
        tts(
            """
            {"text":"Hi","reference_id":["v1"],"format":"mp3","sample_rate":22050,"mp3_bitrate":64,
             "opus_bitrate":32,"latency":"balanced","chunk_length":200,"min_chunk_length":50,
             "max_new_tokens":1024,"temperature":0.7,"top_p":0.7,"repetition_penalty":1.2,
             "normalize":true,"seed":42,"model":"s1","features":["quality-guard"],
             "prosody":{"speed":1.5,"volume":-3,"normalize_loudness":false},
             "references":[{"audio":"https://a.example/x.mp3","text":"said"},
                           {"audio":"https://a.example/y.mp3"}]}
            """);

    assertThat(order.referenceIds()).containsExactly("v1");
    assertThat(order.encoding()).isEqualTo(new EncodingSettings(AudioFormat.MP3, 22050, 64_000));
    assertThat(order.speed()).isEqualTo(1.5);
    assertThat(order.volumeDb()).isEqualTo(-3);
    assertThat(order.normalizeLoudness()).isFalse();
    assertThat(order.seed()).isEqualTo(42);
    assertThat(order.references())
        .containsExactly(
            new InlineReference(new Recording.Url("https://a.example/x.mp3"), "said"),
            new InlineReference(new Recording.Url("https://a.example/y.mp3"), null));
  }

  @ParameterizedTest
  @CsvSource({"wav,WAV", "pcm,WAV", "mp3,MP3", "opus,OPUS"})
  void givesPcmInAWavFile(String format, AudioFormat expected) {
    assertThat(tts("{\"text\":\"a\",\"format\":\"" + format + "\"}").encoding().format())
        .isEqualTo(expected);
  }

  @Test
  void takesOpusBitratesInBothUnits() {
    assertThat(tts("{\"text\":\"a\",\"format\":\"opus\",\"opus_bitrate\":32}").encoding())
        .isEqualTo(tts("{\"text\":\"a\",\"format\":\"opus\",\"opus_bitrate\":32000}").encoding());
  }

  @Test
  void readsRecordingsSentAlong() {
    byte[] recording = "RIFF and so on, far from a real file".repeat(10).getBytes(UTF_8);
    String base64 = Base64.getEncoder().encodeToString(recording);

    for (String audio : List.of(base64, "data:audio/wav;base64," + base64)) {
      SpeechOrder order = tts("{\"text\":\"a\",\"references\":[{\"audio\":\"" + audio + "\"}]}");
      assertThat(((Recording.Bytes) order.references().getFirst().recording()).bytes())
          .isEqualTo(recording);
    }
  }

  @Test
  void keepsNoRecordingsWithTheRequest() {
    String base64 = "QUJD".repeat(5000);
    JsonFields body =
        fields(
            "{\"text\":\"a\",\"references\":[{\"audio\":\"" + base64 + "\",\"text\":\"said\"}]}");

    String kept = Recordings.withoutInline(body.node()).toString();

    assertThat(kept).contains("20000 characters of inline audio", "\"text\":\"said\"");
    assertThat(kept).doesNotContain("QUJDQUJD");
    assertThat(body.objects("references", 1).getFirst().text("audio", 99_999)).contains(base64);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|text is required",
        "{\"text\":null}|text is required",
        "{\"text\":\"\"}|text must not be empty",
        "{\"text\":\" \\n\\t \"}|text must not be empty",
        "{\"text\":5}|text must be a string",
        "{\"text\":[\"a\"]}|text must be a string",
        "{\"text\":\"a\",\"format\":\"aac\"}|format must be one of mp3, wav, pcm, opus",
        "{\"text\":\"a\",\"format\":\"MP3\"}|format must be one of",
        "{\"text\":\"a\",\"format\":\"\"}|format must be one of",
        "{\"text\":\"a\",\"sample_rate\":12345}|sample_rate: The sample rate of mp3",
        "{\"text\":\"a\",\"sample_rate\":7999}|sample_rate must be between 8000 and 48000",
        "{\"text\":\"a\",\"sample_rate\":\"44100\"}|sample_rate must be a whole number",
        "{\"text\":\"a\",\"format\":\"opus\",\"sample_rate\":44100}|sample_rate: ",
        "{\"text\":\"a\",\"mp3_bitrate\":65}|mp3_bitrate must be one of 64, 128, 192",
        "{\"text\":\"a\",\"opus_bitrate\":5}|opus_bitrate must be one of",
        "{\"text\":\"a\",\"latency\":\"fast\"}|latency must be one of",
        "{\"text\":\"a\",\"temperature\":1.1}|temperature must be between 0 and 1",
        "{\"text\":\"a\",\"top_p\":-0.1}|top_p must be between 0 and 1",
        "{\"text\":\"a\",\"repetition_penalty\":9}|repetition_penalty must be between 0 and 2",
        "{\"text\":\"a\",\"normalize\":1}|normalize must be true or false",
        "{\"text\":\"a\",\"chunk_length\":-1}|chunk_length must be between",
        "{\"text\":\"a\",\"prosody\":1.5}|prosody must be an object",
        "{\"text\":\"a\",\"prosody\":{\"speed\":0}}|prosody.speed must be between 0.5 and 2",
        "{\"text\":\"a\",\"prosody\":{\"speed\":1e9}}|prosody.speed must be between 0.5 and 2",
        "{\"text\":\"a\",\"prosody\":{\"speed\":\"NaN\"}}|prosody.speed must be a number",
        "{\"text\":\"a\",\"prosody\":{\"volume\":21}}|prosody.volume must be between -20 and 20",
        "{\"text\":\"a\",\"reference_id\":\"\"}|reference_id must not be empty",
        "{\"text\":\"a\",\"reference_id\":[]}|reference_id must not be empty",
        "{\"text\":\"a\",\"reference_id\":{}}|reference_id must be a string or an array",
        "{\"text\":\"a\",\"references\":{}}|references must be an array of objects",
        "{\"text\":\"a\",\"references\":[1]}|references[0] must be an object",
        "{\"text\":\"a\",\"references\":[{}]}|references[0].audio is required",
        "{\"text\":\"a\",\"references\":[{\"audio\":\"data:,x\"}]}|references[0].audio is a data: URI",
        "{\"text\":\"a\",\"references\":[{\"audio\":\"data:a/b;base64,\"}]}|references[0].audio is empty",
        "{\"text\":\"a\",\"seed\":1.5}|seed must be a whole number",
      })
  void namesTheFieldThatIsWrong(String body, String message) {
    assertRefused(body, null, ErrorCode.INVALID_REQUEST, message);
  }

  @Test
  void refusesTextThatIsTooLong() {
    assertRefused(
        "{\"text\":\"" + "a".repeat(1001) + "\"}",
        null,
        ErrorCode.INVALID_REQUEST,
        "text has 1001 characters; at most 1000 are taken");
  }

  @Test
  void takesSeveralVoicesWhoTakeTurns() {
    assertThat(tts("{\"text\":\"a\",\"reference_id\":[\"x\",\"y\"]}").referenceIds())
        .containsExactly("x", "y");
  }

  @ParameterizedTest
  @ValueSource(strings = {"s1", "s2-pro", "s2.1-pro", " s1 ", ""})
  void takesTheModelsItsClientsName(String header) {
    assertThat(ORDERS.tts(fields("{\"text\":\"a\"}"), header).text()).isEqualTo("a");
  }

  @Test
  void refusesUnknownModels() {
    assertRefused("{\"text\":\"a\"}", "gpt-9", ErrorCode.UNKNOWN_MODEL, "model is invalid.");
    assertRefused(
        "{\"text\":\"a\",\"model\":\"gpt-9\"}", "s1", ErrorCode.UNKNOWN_MODEL, "model is invalid.");
  }

  @Test
  void readsLegacySpeech() {
    SpeechOrder order =
        ORDERS.legacy(
            fields(
                "{\"action\":\"speech\",\"prompt\":\"Hi\",\"voice_id\":\"v\",\"model\":\"fish-tts\"}"));

    assertThat(order)
        .isEqualTo(SpeechOrder.plain("Hi", List.of("v"), EncodingSettings.of(AudioFormat.MP3)));
    assertThat(
            ORDERS.legacy(fields("{\"action\":\"generate\",\"prompt\":\"Hi\",\"voice_id\":\"v\"}")))
        .isEqualTo(order);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"voice_id\":\"v\"}|prompt is required",
        "{\"prompt\":\"a\"}|voice_id is required when action is speech",
        "{\"prompt\":\"a\",\"voice_id\":\"v\",\"action\":\"sing\"}|action must be one of",
        "{\"prompt\":\"a\",\"voice_id\":\"v\",\"model\":\"x\"}|model is invalid.",
      })
  void refusesWrongLegacySpeech(String body, String message) {
    assertThatExceptionOfType(MynahException.class)
        .isThrownBy(() -> ORDERS.legacy(fields(body)))
        .withMessageContaining(message);
  }

  private static SpeechOrder tts(String body) {
    return ORDERS.tts(fields(body), null);
  }

  private static JsonFields fields(String body) {
    return JsonFields.ofBody(Json.read(body));
  }

  private static void assertRefused(
      String body, @Nullable String model, ErrorCode code, String message) {
    assertThatExceptionOfType(MynahException.class)
        .isThrownBy(() -> ORDERS.tts(fields(body), model))
        .withMessageContaining(message)
        .satisfies(refused -> assertThat(refused.code()).isEqualTo(code));
  }
}
