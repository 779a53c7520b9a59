package dev.mynah.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.mynah.audio.Pcm;
import dev.mynah.server.it.ToneServer;
import dev.mynah.server.testing.Recordings;
import dev.mynah.server.testing.WebPeer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.SubmissionPublisher;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the client can do, against the real server. */
@TestInstance(Lifecycle.PER_CLASS)
@ExtendWith(SharedServer.class)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LiveServerTest {
  private static final byte[] TONE = Recordings.tone(330, 1, 16_000);
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String LONG_TEXT = "A sentence of some length follows it here. ".repeat(200);

  private WebPeer web;
  private ToneServer server;
  private MynahClient mynah;
  private Path folder;

  @BeforeAll
  void start(ToneServer shared, @TempDir Path temporary) throws IOException {
    folder = temporary;
    web = new WebPeer();
    server = shared;
    mynah = SharedServer.client(shared);
  }

  @AfterEach
  void nothingIsBeingSpoken() {
    server.engine.release();
    await().atMost(SOON).until(() -> server.engine.speaking() == 0);
  }

  @AfterAll
  void stop() {
    mynah.close();
    web.close();
  }

  private Voice cloned(String title) {
    return mynah.voices().clone(CloneRequest.fromBytes("tone.wav", TONE).title(title));
  }

  private static SpeechRequest pcm(String text) {
    return SpeechRequest.of(text).format(AudioFormat.PCM).sampleRate(24_000);
  }

  /** Returns the pitch of 16-bit samples at 24 kHz, in Hz. */
  private static double pitch(byte[] pcm) {
    ShortBuffer values = ByteBuffer.wrap(pcm).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
    float[] samples = new float[values.remaining()];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = values.get(i) / 32768f;
    }
    return Recordings.pitch(new Pcm(samples, 24_000));
  }

  private static byte[] joined(List<ByteBuffer> buffers) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (ByteBuffer buffer : buffers) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      all.writeBytes(bytes);
    }
    return all.toByteArray();
  }

  @Test
  void speaksInAVoiceClonedFromAUrl() throws Exception {
    Voice voice =
        mynah
            .voices()
            .clone(
                CloneRequest.fromUrl(web.serve("/reading.wav", TONE))
                    .title("Reader")
                    .description("Reads.")
                    .tags("calm", "low"));

    assertThat(voice.isReady()).isTrue();
    assertThat(voice.title()).isEqualTo("Reader");
    assertThat(voice.tags()).containsExactly("calm", "low");
    assertThat(voice.visibility()).isEqualTo(Visibility.PRIVATE);
    assertThat(voice.report()).as("for the owner").isNotNull();
    SpeechRequest request = pcm("Good evening.").voice(voice.id());
    byte[] streamed;
    try (InputStream speech = mynah.speech().stream(request)) {
      streamed = speech.readAllBytes();
    }
    assertThat(pitch(streamed)).isCloseTo(330, within(15.0));
    assertThat(streamed.length).isEqualTo("Goodevening".length() * SharedServer.BYTES_PER_LETTER);
    Path file = folder.resolve("evening.pcm");
    mynah.speech().save(request, file);
    assertThat(file).hasBinaryContent(streamed);
    assertThat(joined(subscribed(request).all())).isEqualTo(streamed);
  }

  private Collected<ByteBuffer> subscribed(SpeechRequest request) {
    Collected<ByteBuffer> collected = new Collected<>();
    mynah.speech().publisher(request).subscribe(collected);
    return collected;
  }

  @Test
  void makesAVoiceOfSeveralFiles() throws Exception {
    Path first = Files.write(folder.resolve("first.wav"), TONE);
    Path cover = Files.write(folder.resolve("cover.gif"), Recordings.gif());
    Voice voice =
        mynah
            .voices()
            .clone(
                CloneRequest.fromFile(first)
                    .andBytes("second.wav", TONE)
                    .texts("One, two.", "Three.")
                    .title("Two recordings")
                    .cover(cover)
                    .visibility(Visibility.UNLISTED));

    assertThat(voice.visibility()).isEqualTo(Visibility.UNLISTED);
    assertThat(voice.samples()).extracting(Voice.Sample::text).contains("One, two.", "Three.");
    assertThat(voice.coverImage()).contains(".gif");
  }

  @Test
  void goesThroughAllPagesOfVoices() {
    List<String> made =
        List.of(cloned("Page a").id(), cloned("Page b").id(), cloned("Page c").id());

    List<Voice> listed =
        mynah.voices().list(VoiceQuery.own().withTitle("page").withPageSize(1)).toList();

    assertThat(listed).extracting(Voice::id).containsExactlyInAnyOrderElementsOf(made);
    assertThat(mynah.voices().list(VoiceQuery.all().withTags("test")))
        .extracting(Voice::id)
        .contains(ToneServer.VOICE);
  }

  @Test
  void changesAndDeletesAVoice() {
    String id = cloned("Before").id();

    Voice changed =
        mynah.voices().update(id, VoiceChanges.none().title("After").tags("new").description("d"));

    assertThat(changed.title()).isEqualTo("After");
    assertThat(changed.tags()).containsExactly("new");
    mynah.voices().delete(id);
    assertThat(mynah.voices().find(id)).isEmpty();
    assertThatThrownBy(() -> mynah.voices().get(id))
        .isInstanceOfSatisfying(ServiceException.class, e -> assertThat(e.isNotFound()).isTrue());
  }

  @Test
  void waitsForAVoiceAndForSpeechThatWereAskedForAsTasks() throws Exception {
    Task voice = mynah.voices().cloneLater(CloneRequest.fromBytes("t.wav", TONE).title("Later"));
    Task speech = mynah.speech().later(SpeechRequest.of("Later.").format(AudioFormat.WAV));

    assertThat(voice.state()).isEqualTo(Task.State.PENDING);
    Task made = mynah.tasks().await(voice.id());
    assertThat(made.voice()).extracting(Voice::title).isEqualTo("Later");
    assertThat(made.elapsed()).isNotNull();
    Task spoken = mynah.tasks().awaitAsync(speech.id()).get();
    assertThat(spoken.cost()).isEqualTo(BigDecimal.valueOf("Later.".length()));
    try (InputStream file = mynah.speech().download(spoken.audio().get(0))) {
      assertThat(Recordings.pitch(Recordings.read(file.readAllBytes())))
          .isCloseTo(200, within(15.0));
    }
    assertThat(mynah.tasks().list(TaskQuery.all().withPageSize(1)))
        .extracting(Task::id)
        .contains(voice.id(), speech.id());
    assertThat(mynah.tasks().delete(speech.id())).isTrue();
    assertThat(mynah.tasks().find(speech.id())).isEmpty();
  }

  @Test
  void tellsWhyATaskFailed() {
    Task task =
        mynah.voices().cloneLater(CloneRequest.fromUrl(web.url("/missing.wav")).title("None"));

    assertThatThrownBy(() -> mynah.tasks().await(task.id()))
        .hasMessageContaining("voices")
        .isInstanceOfSatisfying(
            TaskFailedException.class,
            e -> {
              assertThat(e.status()).hasValue(400);
              assertThat(e.field()).contains("voices");
              assertThat(e.task().id()).isEqualTo(task.id());
            });
  }

  @Test
  void speaksInTheVoiceOfARecordingSentAlong() {
    byte[] speech =
        mynah
            .speech()
            .bytes(pcm("Humming along the lane").reference(TONE, "what it says").speed(1));

    assertThat(pitch(speech)).isCloseTo(330, within(15.0));
    assertThatThrownBy(() -> mynah.speech().bytes(SpeechRequest.of("Hum").voice("0".repeat(32))))
        .isInstanceOfSatisfying(
            ServiceException.class,
            e -> {
              assertThat(e.status()).hasValue(400);
              assertThat(e).hasMessageContaining("Reference not found");
            });
  }

  @Test
  void tellsWhenWordsAreHeard() {
    ByteArrayOutputStream audio = new ByteArrayOutputStream();
    try (TimedSpeech speech = mynah.speech().timed(pcm("One two three."))) {
      speech.forEachRemaining(part -> audio.writeBytes(part.audio()));

      assertThat(speech.words())
          .extracting(word -> word.text().strip())
          .containsExactly("One", "two", "three.");
      assertThat(speech.words().get(2).end()).isCloseTo(11 * 0.02, within(0.03));
    }
    assertThat(audio.size()).isEqualTo(11 * SharedServer.BYTES_PER_LETTER);
    Collected<SpokenPart> parts = new Collected<>();
    mynah.speech().timedPublisher(pcm("One two.")).subscribe(parts);
    List<SpokenPart> all = parts.all();
    assertThat(all.get(all.size() - 1).words()).hasSize(2);
  }

  @Test
  void speaksATextWhileItIsBeingWritten() throws Exception {
    try (LiveSpeech live =
        mynah
            .speech()
            .liveTimed(
                SpeechRequest.live().format(AudioFormat.PCM).sampleRate(24_000).voice("hum"))) {
      live.say("He").say("llo the").say("re.").flush().say(" Yes").finish();

      byte[] audio = live.audio().readAllBytes();

      int letters = "HellothereYes".length() * SharedServer.BYTES_PER_LETTER;
      assertThat(audio.length).isBetween(letters, letters + 20_000); // and rests between
      assertThat(live.words())
          .extracting(word -> word.text().strip())
          .containsExactly("Hello", "there.", "Yes");
      assertThatThrownBy(() -> live.say("more")).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void speaksWhatAPublisherOfTextPublishes() {
    Collected<ByteBuffer> heard = new Collected<>();
    SubmissionPublisher<String> writer = new SubmissionPublisher<>();
    try (LiveSpeech live =
        mynah.speech().live(SpeechRequest.live().format(AudioFormat.PCM).sampleRate(24_000))) {
      live.subscribe(heard);
      writer.subscribe(live);
      for (String word : List.of("One ", "two ", "three.")) {
        writer.submit(word);
      }
      writer.close();

      assertThat(joined(heard.all()).length)
          .isBetween(11 * SharedServer.BYTES_PER_LETTER, 11 * SharedServer.BYTES_PER_LETTER + 2048);
    }
  }

  @Test
  void liveSpeechTellsWhatIsWrong() {
    try (LiveSpeech live = mynah.speech().live(SpeechRequest.live().voice("nobody"))) {
      assertThatThrownBy(() -> live.audio().readAllBytes())
          .isInstanceOf(IOException.class)
          .hasMessageContaining("names no voice");
    }
    try (MynahClient stranger =
        MynahClient.builder().baseUrl(server.address()).apiKey("wrong-key").build()) {
      assertThatThrownBy(() -> stranger.speech().live(SpeechRequest.live()))
          .isInstanceOfSatisfying(ServiceException.class, e -> assertThat(e.isRefusal()).isTrue());
    }
  }

  @Test
  void whoeverHangsUpMakesTheServerStop() throws Exception {
    server.engine.hold();
    CompletableFuture<byte[]> whole = mynah.speech().bytesAsync(SpeechRequest.of(LONG_TEXT));
    await().atMost(SOON).until(() -> server.engine.speaking() == 1);
    assertThat(whole.cancel(true)).isTrue();
    assertThatThrownBy(whole::join).isInstanceOf(CancellationException.class);
    assertSilenceIn("a cancelled future");

    InputStream stream = mynah.speech().stream(pcm("First. " + LONG_TEXT));
    assertThat(stream.read()).isNotNegative();
    stream.close();
    assertSilenceIn("a closed stream");

    Collected<ByteBuffer> subscriber = subscribed(pcm("First. " + LONG_TEXT)).request(1);
    await().atMost(SOON).until(() -> !subscriber.items.isEmpty());
    subscriber.subscription.join().cancel();
    assertSilenceIn("a cancelled subscription");
    assertThat(subscriber.end).isNotDone();
  }

  private void assertSilenceIn(String what) {
    server.engine.release();
    await(what).atMost(SOON).until(() -> server.engine.speaking() == 0);
    assertThat(server.engine.lettersSpoken()).as(what).isLessThan(LONG_TEXT.length());
  }

  @Test
  void showsCreditAndUse() {
    int status = mynah.speech().bytes(SpeechRequest.of("Used.")).length;

    assertThat(status).isPositive();
    assertThat(mynah.wallet().credit().left()).isEqualByComparingTo("1000000000");
    assertThat(mynah.wallet().usage(null, null).limit(1))
        .singleElement()
        .satisfies(
            use -> {
              assertThat(use.cost()).isPositive();
              assertThat(use.at()).isNotNull();
            });
  }

  @Test
  void saysThatAServerWithoutARecognizerCantTranscribe() {
    assertThatThrownBy(
            () -> mynah.transcriptions().transcribe(TranscriptionRequest.of("tone.wav", TONE)))
        .isInstanceOf(ServiceException.class);
  }
}
