package dev.mynah.engine.speaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mynah.audio.Pcm;
import dev.mynah.audio.resample.Resampler;
import dev.mynah.audio.synthetic.Sounds;
import dev.mynah.engine.lark.LarkEngine;
import dev.mynah.engine.lark.preset.PresetVoice;
import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.engine.spi.EngineException;
import dev.mynah.engine.spi.SpeechRequest;
import dev.mynah.engine.testing.LarkModel;
import dev.mynah.engine.testing.StoredModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpeakerEncoderTest {
  private static final String FOX = "The quick brown fox jumps over the lazy dog by the river.";
  private static final String TRAIN = "The morning train was late again, so we drank our coffee.";

  private static SpeakerEncoder encoder;
  private static LarkEngine lark;

  @BeforeAll
  static void open() throws EngineException {
    encoder = SpeakerEncoder.open(StoredModel.directory(SpeakerEncoder.MODEL));
    lark = LarkEngine.open(LarkModel.directory(), 1);
  }

  @AfterAll
  static void close() {
    lark.close();
  }

  @Test
  void aVoiceIsMoreLikeItselfThanLikeAnyOther() throws Exception {
    List<SpeakerEmbedding> foxes = new ArrayList<>();
    List<SpeakerEmbedding> trains = new ArrayList<>();
    for (PresetVoice voice : lark.presets().subList(0, 4)) {
      foxes.add(embed(said(voice, FOX)));
      trains.add(embed(said(voice, TRAIN)));
    }
    for (int i = 0; i < foxes.size(); i++) {
      double own = foxes.get(i).similarity(trains.get(i));
      assertThat(own).as("voice %d with itself", i).isGreaterThan(0.8);
      for (int k = 0; k < trains.size(); k++) {
        if (k != i) {
          assertThat(foxes.get(i).similarity(trains.get(k)))
              .as("voices %d and %d", i, k)
              .isLessThan(own - 0.05);
        }
      }
    }
  }

  @Test
  void neitherLoudnessNorRateNorSilenceChangesTheVoice() throws Exception {
    Pcm fox = said(lark.presets().getFirst(), FOX);
    SpeakerEmbedding plain = embed(fox);

    assertThat(embed(Sounds.amplified(fox, 0.02)).similarity(plain))
        .as("34 dB quieter")
        .isGreaterThan(0.99);
    assertThat(embed(Resampler.resample(fox, 44_100)).similarity(plain))
        .as("at 44.1 kHz")
        .isGreaterThan(0.99);
    Pcm silence = Sounds.silence(4);
    assertThat(embed(Sounds.joined(silence, fox, silence)).similarity(plain))
        .as("with 8 s of silence")
        .isGreaterThan(0.97);
  }

  @Test
  void anEmbeddingHasLengthOneAndSilenceHasNone() throws Exception {
    SpeakerEmbedding fox = embed(said(lark.presets().getFirst(), FOX));
    assertThat(fox.values()).hasSize(256);
    assertThat(fox.similarity(fox)).isCloseTo(1, within(1e-5));
    assertThat(encoder.embed(Sounds.silence(5))).isEmpty();
    assertThat(encoder.embed(Sounds.silence(0))).isEmpty();
  }

  @Test
  void saysWhenItsWeightsAreMissing(@TempDir Path empty) {
    assertThatThrownBy(() -> SpeakerEncoder.open(empty))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("speaker encoder");
  }

  @Test
  void aScoreHasAMeaning() {
    assertThat(Likeness.of(0.9)).isEqualTo(Likeness.SAME);
    assertThat(Likeness.of(0.74)).isEqualTo(Likeness.CLOSE);
    assertThat(Likeness.of(0.65)).isEqualTo(Likeness.RELATED);
    assertThat(Likeness.of(-1)).isEqualTo(Likeness.DIFFERENT);
    assertThat(Likeness.SAME.meaning()).contains("one person");
  }

  private static SpeakerEmbedding embed(Pcm recording) {
    return encoder.embed(recording).orElseThrow();
  }

  private static Pcm said(PresetVoice voice, String text) throws EngineException, IOException {
    List<float[]> parts = new ArrayList<>();
    lark.speak(
        new SpeechRequest(text, voice.profile(), 1, 1, null), parts::add, CancelSignal.NEVER);
    int rate = lark.info().sampleRate();
    return Sounds.joined(parts.stream().map(part -> new Pcm(part, rate)).toArray(Pcm[]::new));
  }
}
