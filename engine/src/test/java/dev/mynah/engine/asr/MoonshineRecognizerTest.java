package dev.mynah.engine.asr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mynah.audio.Pcm;
import dev.mynah.audio.SampleSource;
import dev.mynah.audio.resample.Resampler;
import dev.mynah.audio.synthetic.Sounds;
import dev.mynah.engine.lark.LarkEngine;
import dev.mynah.engine.lark.preset.PresetVoice;
import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.engine.spi.EngineError;
import dev.mynah.engine.spi.EngineException;
import dev.mynah.engine.spi.RecognitionListener;
import dev.mynah.engine.spi.RecognitionOptions;
import dev.mynah.engine.spi.RecognizedSegment;
import dev.mynah.engine.spi.RecognizedWord;
import dev.mynah.engine.spi.SpeechRequest;
import dev.mynah.engine.spi.Transcript;
import dev.mynah.engine.testing.LarkModel;
import dev.mynah.engine.testing.StoredModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MoonshineRecognizerTest {
  private static final int RATE = 16_000;
  private static final String FOX = "The quick brown fox jumps over the lazy dog.";
  private static final String TRAIN = "The morning train was late again, so we drank our coffee.";

  private static LarkEngine lark;
  private static MoonshineRecognizer tiny;

  @BeforeAll
  static void open() throws EngineException {
    lark = LarkEngine.open(LarkModel.directory(), 1);
    tiny = open("moonshine-tiny");
  }

  @AfterAll
  static void close() {
    tiny.close();
    lark.close();
  }

  private static MoonshineRecognizer open(String name) throws EngineException {
    return MoonshineRecognizer.open(name, StoredModel.directory(name), 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"moonshine-tiny", "moonshine-base"})
  void writesDownWhatLarkSays(String name) throws Exception {
    try (MoonshineRecognizer recognizer = open(name)) {
      Transcript heard = transcribe(recognizer, said(FOX), RecognitionOptions.DEFAULT);

      assertThat(words(heard.text())).isEqualTo(words(FOX));
      assertThat(heard.language()).isEqualTo("en");
      assertThat(recognizer.info().name()).isEqualTo(name);
    }
  }

  @Test
  void tellsWhenEachSegmentIsSaid() throws Exception {
    Pcm recording =
        Sounds.joined(
            Sounds.silence(1.5), said(FOX), Sounds.silence(3), said(TRAIN), Sounds.silence(1));
    double fox = said(FOX).seconds();
    List<RecognizedSegment> live = new ArrayList<>();

    Transcript heard =
        tiny.transcribe(
            source(recording),
            new RecognitionOptions("en-US", true),
            live::add,
            CancelSignal.NEVER);

    assertThat(heard.segments()).hasSize(2).isEqualTo(live);
    assertThat(heard.durationSeconds()).isCloseTo(recording.seconds(), within(0.01));
    RecognizedSegment first = heard.segments().get(0);
    RecognizedSegment second = heard.segments().get(1);
    assertThat(first.startSeconds()).isBetween(1.4, 2.1);
    assertThat(first.endSeconds()).isBetween(1 + fox, 1.7 + fox);
    assertThat(second.startSeconds()).isBetween(4.4 + fox, 5.1 + fox);
    assertThat(words(second.text())).isEqualTo(words(TRAIN));
    assertThat(first.words()).extracting(RecognizedWord::text).containsExactly(FOX.split(" "));
    assertThat(first.words().getFirst().startSeconds()).isEqualTo(first.startSeconds());
    assertThat(first.words().getLast().endSeconds()).isCloseTo(first.endSeconds(), within(1e-6));
  }

  @Test
  void hearsNothingInSilenceAndNoise() throws Exception {
    for (Pcm quiet : List.of(Sounds.silence(40), Sounds.noise(20, 0.001, 1))) {
      Transcript heard = transcribe(tiny, quiet, RecognitionOptions.DEFAULT);

      assertThat(heard.segments()).isEmpty();
      assertThat(heard.text()).isEmpty();
      assertThat(heard.language()).isNull();
      assertThat(heard.durationSeconds()).isCloseTo(quiet.seconds(), within(0.01));
    }
  }

  @Test
  void doesNotGoRoundInCirclesOnMusicAndLoudNoise() throws Exception {
    for (Pcm sound : List.of(Sounds.music(30, 4), Sounds.noise(30, 0.2, 2))) {
      Transcript heard = transcribe(tiny, sound, RecognitionOptions.DEFAULT);

      assertThat(words(heard.text()).size()).isLessThan(30);
    }
  }

  @Test
  void hearsARecordingWithoutAnything() throws Exception {
    Transcript heard = transcribe(tiny, new Pcm(new float[0], RATE), RecognitionOptions.DEFAULT);

    assertThat(heard.segments()).isEmpty();
    assertThat(heard.durationSeconds()).isZero();
  }

  @Test
  void refusesAnotherLanguageByName() {
    assertThatThrownBy(
            () -> transcribe(tiny, Sounds.silence(1), new RecognitionOptions("de-AT", false)))
        .isInstanceOfSatisfying(
            EngineException.class,
            e -> assertThat(e.error()).isEqualTo(EngineError.UNSUPPORTED_LANGUAGE))
        .hasMessageContaining("German (de-AT)");
  }

  @Test
  void stopsWhenNobodyWantsItAnyMore() {
    AtomicBoolean gone = new AtomicBoolean();
    RecognitionListener leaver = segment -> gone.set(true);

    assertThatThrownBy(
            () ->
                tiny.transcribe(
                    source(Sounds.joined(said(FOX), Sounds.silence(3), said(FOX))),
                    RecognitionOptions.DEFAULT,
                    leaver,
                    gone::get))
        .isInstanceOfSatisfying(
            EngineException.class, e -> assertThat(e.error()).isEqualTo(EngineError.CANCELLED));
  }

  @Test
  void refusesToListenAfterItWasClosed() throws Exception {
    MoonshineRecognizer recognizer = open("moonshine-tiny");
    recognizer.close();
    recognizer.close();

    assertThatThrownBy(() -> transcribe(recognizer, said(FOX), RecognitionOptions.DEFAULT))
        .isInstanceOfSatisfying(
            EngineException.class, e -> assertThat(e.error()).isEqualTo(EngineError.CANCELLED));
  }

  @Test
  void passesOnThatTheRecordingBreaks() {
    SampleSource broken =
        (target, offset, length) -> {
          throw new IOException("the disk is on fire");
        };

    assertThatThrownBy(
            () ->
                tiny.transcribe(
                    broken,
                    RecognitionOptions.DEFAULT,
                    RecognitionListener.NONE,
                    CancelSignal.NEVER))
        .isInstanceOf(IOException.class)
        .hasMessage("the disk is on fire");
  }

  private static Transcript transcribe(
      MoonshineRecognizer recognizer, Pcm pcm, RecognitionOptions options) throws Exception {
    return recognizer.transcribe(
        source(pcm), options, RecognitionListener.NONE, CancelSignal.NEVER);
  }

  private static SampleSource source(Pcm pcm) {
    return SampleSource.of(Resampler.resample(pcm, RATE).samples());
  }

  private static Pcm said(String text) throws EngineException, IOException {
    PresetVoice voice = lark.presets().getFirst();
    List<float[]> parts = new ArrayList<>();
    lark.speak(
        new SpeechRequest(text, voice.profile(), 1, 1, null), parts::add, CancelSignal.NEVER);
    int rate = lark.info().sampleRate();
    return Sounds.joined(parts.stream().map(part -> new Pcm(part, rate)).toArray(Pcm[]::new));
  }

  private static List<String> words(String text) {
    return List.of(text.toLowerCase(Locale.ENGLISH).replaceAll("[^a-z ]", "").split(" +"));
  }
}
