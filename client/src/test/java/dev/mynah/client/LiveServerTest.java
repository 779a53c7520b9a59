package dev.mynah.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mynah.audio.Pcm;
import dev.mynah.server.testing.Recordings;
import dev.mynah.server.testing.WebPeer;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the client can do, against the real server. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LiveServerTest {
  private static final byte[] TONE = Recordings.tone(330, 1, 16_000);

  private WebPeer web;
  private LiveServer server;
  private MynahClient mynah;
  private Path folder;

  @BeforeAll
  void start(@TempDir Path data) throws Exception {
    folder = data;
    web = new WebPeer();
    server = LiveServer.start(data.resolve("data"));
    mynah = server.client();
  }

  @AfterAll
  void stop() {
    mynah.close();
    server.close();
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
    SpeechRequest request = pcm("Good evening.").voice(voice.id());
    byte[] streamed;
    try (InputStream speech = mynah.speech().stream(request)) {
      streamed = speech.readAllBytes();
    }
    assertThat(pitch(streamed)).isCloseTo(330, within(5.0));
    assertThat(streamed).hasSize("Goodevening".length() * LiveServer.BYTES_PER_LETTER);
    assertThat(mynah.speech().bytes(request)).hasSameSizeAs(streamed);
    Path file = folder.resolve("evening.pcm");
    mynah.speech().save(request, file);
    assertThat(file).hasSize(streamed.length);
  }

  @Test
  void makesAVoiceOfSeveralFiles() throws Exception {
    Path first = Files.write(folder.resolve("first.wav"), TONE);
    Voice voice =
        mynah
            .voices()
            .clone(
                CloneRequest.fromFile(first)
                    .andBytes("second.wav", TONE)
                    .texts("One, two.", "Three.")
                    .title("Two recordings")
                    .visibility(Visibility.UNLISTED));

    assertThat(voice.visibility()).isEqualTo(Visibility.UNLISTED);
    assertThat(voice.samples()).extracting(Voice.Sample::text).contains("One, two.", "Three.");
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
        .contains(LiveServer.HUM);
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
  void waitsForAVoiceThatWasAskedForAsATask() {
    Task task = mynah.voices().cloneLater(CloneRequest.fromBytes("tone.wav", TONE).title("Later"));

    assertThat(task.state()).isEqualTo(Task.State.PENDING);
    Task done = mynah.tasks().await(task.id());
    assertThat(done.voice()).extracting(Voice::title).isEqualTo("Later");
    assertThat(done.elapsed()).isNotNull();
    assertThat(mynah.tasks().list(TaskQuery.all().withPageSize(1)))
        .extracting(Task::id)
        .contains(task.id());
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
}
