package dev.mynah.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What drivers of other people's clients are told before they call a server, and what they tell
 * afterwards: a line for each call that did what it should, and the audio it brought. A driver ends
 * with an error, which fails the test, at the first call that doesn't.
 *
 * @param address where the server is
 * @param api a client of it whose key may do everything
 * @param voice id of a voice that everybody may use
 * @param voiceName its name
 * @param text what is to be spoken
 * @param recording a recording to be cloned and transcribed, a WAV file
 * @param said what is said in it
 * @param listens whether the server can transcribe
 */
record ClientTrial(
    String address,
    Api api,
    String voice,
    String voiceName,
    String text,
    byte[] recording,
    String said,
    boolean listens) {
  private static final String SPEECH_SERVICE = "caf99abc-ddcf-4714-b2a5-862d9b469509";
  private static final String REPORT = "report.jsonl";

  /**
   * A call that did what it should.
   *
   * @param name of the call
   * @param audio what it brought, empty if nothing audible
   * @param format of that audio
   * @param rate of raw samples, Hz
   * @param text that was to be spoken
   * @param voice {@code preset}, {@code recording} or {@code any}
   * @param speed of speech, 1 is usual
   */
  record Call(
      String name, byte[] audio, String format, int rate, String text, String voice, double speed) {
    boolean audible() {
      return !format.isEmpty();
    }

    @Override
    public String toString() {
      return audible() ? "%s (%d bytes of %s)".formatted(name, audio.length, format) : name;
    }
  }

  /** Runs a driver with these variables. */
  @FunctionalInterface
  interface Driver {
    void run(Map<String, String> environment) throws Exception;
  }

  /** Returns the calls of a driver in the order they were made. */
  List<Call> run(Path folder, Driver driver) throws Exception {
    Path file = Files.write(folder.resolve("recording.wav"), recording);
    driver.run(
        Map.of(
            "MYNAH_TEST_URL",
            address,
            "MYNAH_TEST_KEY",
            api.key(),
            "MYNAH_TEST_POOR_KEY",
            poorKey(),
            "MYNAH_TEST_VOICE",
            voice,
            "MYNAH_TEST_VOICE_NAME",
            voiceName,
            "MYNAH_TEST_TEXT",
            text,
            "MYNAH_TEST_RECORDING",
            file.toString(),
            "MYNAH_TEST_SAID",
            said,
            "MYNAH_TEST_LISTENS",
            Boolean.toString(listens),
            "MYNAH_TEST_FOLDER",
            folder.toString()));
    return calls(folder);
  }

  private static List<Call> calls(Path folder) throws IOException {
    List<Call> calls = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve(REPORT))) {
      JsonNode call = Api.JSON.readTree(line);
      boolean audible = call.has("audio");
      calls.add(
          new Call(
              call.path("call").asText(),
              audible
                  ? Files.readAllBytes(folder.resolve(call.path("audio").asText()))
                  : new byte[0],
              call.path("format").asText(),
              call.path("rate").asInt(),
              call.path("text").asText(),
              call.path("voice").asText(),
              call.path("speed").asDouble()));
    }
    return calls;
  }

  /** Returns a key whose owner has no credit. */
  private String poorKey() {
    Api platform =
        new Api(address, made("/api/v1/platform-tokens/", api, Map.of()).path("token").asText());
    JsonNode application =
        made("/api/v1/applications/", platform, Map.of("service_id", SPEECH_SERVICE));
    return made(
            "/api/v1/credentials/",
            platform,
            Map.of("application_id", application.path("id").asText(), "limited_amount", 0))
        .path("token")
        .asText();
  }

  private static JsonNode made(String path, Api api, Map<String, ?> order) {
    Api.Reply reply = api.post(path, order);
    assertThat(reply.status()).as("%s: %s", path, reply.json()).isBetween(200, 201);
    return reply.json();
  }
}
