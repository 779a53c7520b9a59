package dev.mynah.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Fish Audio and Ace Data Cloud, by the shapes their documents and users show. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class RecordedAnswersTest {
  private static final String MODEL =
      """
      {"_id":"d7900c21663f485ab63ebdb7e5905036","type":"tts","title":"Reader","description":"",
       "cover_image":"coverimage/d7900c21663f485ab63ebdb7e5905036","train_mode":"fast",
       "state":"trained","tags":["calm"],"samples":[{"title":"Default Sample","text":"Hi",
       "task_id":"0123456789abcdef0123456789abcdef","audio":"task/0123.mp3"}],
       "created_at":"2025-09-21T07:29:41.058506Z","updated_at":"2025-09-21T07:29:41.058474Z",
       "languages":["zh"],"visibility":"unlist","lock_visibility":false,"like_count":2,
       "task_count":5,"author":{"_id":"aa","nickname":"a","avatar":"avatars/a.jpg"}}
      """;

  private FaultServer server;
  private MynahClient fish;
  private MynahClient ace;

  @BeforeEach
  void start() throws IOException {
    server = new FaultServer();
    fish = client(Service.FISH_AUDIO);
    ace = client(Service.ACE_DATA_CLOUD);
  }

  private MynahClient client(Service service) {
    return MynahClient.builder()
        .service(service)
        .baseUrl(server.url())
        .apiKey("key")
        .pauses(time -> {})
        .build();
  }

  @AfterEach
  void stop() throws IOException {
    fish.close();
    ace.close();
    server.close();
  }

  private FaultServer.Request last() {
    return server.requests.get(server.requests.size() - 1);
  }

  @Test
  void readsAVoiceOfEitherService() {
    server.json(200, MODEL).json(200, MODEL);

    Voice voice = fish.voices().get("d7900c21663f485ab63ebdb7e5905036");
    assertThat(last().line()).startsWith("GET /model/d7900c21663f485ab63ebdb7e5905036 ");
    assertThat(voice.visibility()).isEqualTo(Visibility.UNLISTED);
    assertThat(voice.samples()).extracting(Voice.Sample::audio).containsExactly("task/0123.mp3");
    assertThat(voice.createdAt()).hasToString("2025-09-21T07:29:41.058506Z");
    assertThat(voice.report()).isNull();
    assertThat(ace.voices().get(voice.id())).isEqualTo(voice);
    assertThat(last().line()).startsWith("GET /fish/model/d79");
  }

  @Test
  void waitsForAVoiceFishAudioIsStillMaking() {
    server.json(201, MODEL.replace("trained", "training")).json(200, MODEL);

    Voice voice =
        fish.voices().clone(CloneRequest.fromBytes("a.wav", new byte[] {1}).title("Reader"));

    assertThat(voice.isReady()).isTrue();
    FaultServer.Request order = server.requests.get(0);
    assertThat(order.line()).startsWith("POST /model ");
    assertThat(order.body())
        .contains("name=\"train_mode\"", "name=\"voices\"; filename=\"a.wav\"", "private");
    assertThat(order.header("idempotency-key")).as("not known there").isEmpty();
  }

  @Test
  void readsEveryShapeOfErrors() {
    server.then(422, "", "[{\"loc\":[\"body\",\"text\"],\"msg\":\"Too long\",\"type\":\"long\"}]");
    assertError(fish, 422, "long", "text");
    server.json(402, "{\"status\":402,\"message\":\"Insufficient Balance\"}");
    assertError(fish, 402, null, null);
    server.json(
        403,
        "{\"success\":false,\"error\":{\"code\":\"used_up\",\"message\":\"Your balance\"},"
            + "\"trace_id\":\"t-1\"}");
    assertThat(assertError(ace, 403, "used_up", null).traceId()).contains("t-1");
    server.json(
        400,
        "{\"error\":{\"code\":\"api_error\",\"message\":\"voices is required\"},\"trace_id\":\"t\"}");
    assertError(ace, 400, "api_error", "voices");
    server.json(
        400,
        "{\"status\":400,\"message\":\"[{\\\"type\\\":\\\"literal_error\\\",\\\"loc\\\":"
            + "[\\\"format\\\"],\\\"msg\\\":\\\"Input should be 'pcm'\\\"}]\"}");
    assertError(ace, 400, null, "format");
    server.then(401, "Content-Type: text/plain\r\n", "No permission");
    assertError(fish, 401, null, null);
  }

  private static ServiceException assertError(
      MynahClient client, int status, @Nullable String code, @Nullable String field) {
    ServiceException[] thrown = new ServiceException[1];
    assertThatThrownBy(() -> client.speech().bytes(SpeechRequest.of("Hello.")))
        .isInstanceOfSatisfying(ServiceException.class, e -> thrown[0] = e);
    assertThat(thrown[0].status()).hasValue(status);
    assertThat(thrown[0].code().orElse(null)).isEqualTo(code);
    assertThat(thrown[0].field().orElse(null)).isEqualTo(field);
    return thrown[0];
  }

  @Test
  void readsTasksOfAceAsTheyReallyAre() {
    server
        .json(
            200,
            "{\"id\":\"t\",\"type\":\"fish_tts\",\"response\":{},\"created_at\":1758440856.343}")
        .json(200, "{\"id\":\"t\",\"response\":{\"status\":400,\"message\":\"No voice\"}}")
        .json(
            200,
            "{\"id\":\"t\",\"type\":\"audios\",\"response\":{\"success\":true,\"data\":"
                + "[{\"audio_url\":\"https://platform.r2.fish.audio/task/1.mp3\"}]},"
                + "\"finished_at\":1758440869.211,\"elapsed\":12.801}")
        .json(200, "{}");

    assertThat(ace.tasks().find("t")).get().extracting(Task::state).isEqualTo(Task.State.PENDING);
    assertThatThrownBy(() -> ace.tasks().await("t"))
        .isInstanceOf(TaskFailedException.class)
        .hasMessageContaining("No voice");
    Task done = ace.tasks().find("t").orElseThrow();
    assertThat(done.audio())
        .isEqualTo(List.of(URI.create("https://platform.r2.fish.audio/task/1.mp3")));
    assertThat(done.elapsed()).hasMillis(12_801);
    assertThat(ace.tasks().find("t")).isEmpty();
  }

  @Test
  void refusesAtOnceWhatAServiceCannotDo() {
    CloneRequest url = CloneRequest.fromUrl("https://example.com/a.mp3").title("A");
    CloneRequest file = CloneRequest.fromBytes("a.wav", new byte[] {1}).title("A");

    assertUnsupported(() -> fish.voices().clone(url), Service.FISH_AUDIO);
    assertUnsupported(() -> fish.voices().cloneLater(file), Service.FISH_AUDIO);
    assertUnsupported(() -> fish.tasks().find("t"), Service.FISH_AUDIO);
    assertUnsupported(() -> ace.voices().clone(file), Service.ACE_DATA_CLOUD);
    assertUnsupported(() -> ace.voices().delete("a"), Service.ACE_DATA_CLOUD);
    assertUnsupported(() -> ace.speech().live(SpeechRequest.live()), Service.ACE_DATA_CLOUD);
    assertUnsupported(() -> ace.speech().timed(SpeechRequest.of("a")), Service.ACE_DATA_CLOUD);
    assertUnsupported(() -> ace.wallet().credit(), Service.ACE_DATA_CLOUD);
    assertThat(server.requests).isEmpty();
  }

  private static void assertUnsupported(ThrowingCallable call, Service service) {
    assertThatThrownBy(call)
        .hasMessageStartingWith(service.label())
        .isInstanceOfSatisfying(
            UnsupportedByServiceException.class, e -> assertThat(e.service()).isEqualTo(service));
  }

  @Test
  void namesTheFieldThatIsWrongBeforeSending() {
    assertInvalid(() -> SpeechRequest.of(" "), "text");
    assertInvalid(() -> SpeechRequest.of("a").speed(3), "prosody.speed");
    assertInvalid(() -> SpeechRequest.of("a").sampleRate(1), "sample_rate");
    assertInvalid(() -> CloneRequest.fromUrl("ftp://example.com/a"), "voices");
    assertInvalid(() -> fish.voices().clone(CloneRequest.fromBytes("a", new byte[] {1})), "title");
    assertInvalid(() -> fish.speech().bytes(SpeechRequest.of("a").bitrate(24)), "bitrate");
    assertThat(server.requests).isEmpty();
  }

  private static void assertInvalid(ThrowingCallable call, String field) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            InvalidRequestException.class, e -> assertThat(e.field()).contains(field));
  }

  @Test
  void readsTranscriptsAndCreditOfFishAudio() {
    server
        .json(
            200,
            "{\"text\":\"Hi.\",\"duration\":1.5,\"segments\":"
                + "[{\"text\":\"Hi.\",\"start\":0.1,\"end\":0.6}],\"language_code\":\"en\"}")
        .json(200, "{\"_id\":\"a\",\"credit\":\"10.5\",\"cumulative_top_up\":\"20\"}");

    Transcript transcript =
        fish.transcriptions()
            .transcribe(TranscriptionRequest.of("a.wav", new byte[] {1}).timestamps(true));
    assertThat(transcript.segments()).containsExactly(new TimedText("Hi.", 0.1, 0.6));
    assertThat(fish.wallet().credit().left()).isEqualByComparingTo("10.5");
  }
}
