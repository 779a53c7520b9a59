package dev.mynah.engine.lark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mynah.audio.analysis.EnvelopeBands;
import dev.mynah.engine.lark.profile.FrameClasses;
import dev.mynah.engine.lark.profile.LarkProfile;
import dev.mynah.engine.lark.profile.LarkProfileCodec;
import dev.mynah.engine.lark.profile.NetworkEnvelope;
import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.engine.spi.EngineError;
import dev.mynah.engine.spi.EngineException;
import dev.mynah.engine.spi.SpeechRequest;
import dev.mynah.engine.spi.VoiceProfile;
import dev.mynah.engine.testing.LarkModel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LarkEngineTest {
  private static final String NETWORK_ID = "5f70741d4e900f4e";
  private static final int SECOND = 24_000;

  private @Nullable LarkEngine opened;

  @BeforeAll
  void open() throws Exception {
    opened = LarkEngine.open(LarkModel.directory(), 1);
  }

  @AfterAll
  void close() {
    if (opened != null) {
      opened.close();
    }
  }

  @Test
  void speaksATextInAVoice() throws Exception {
    int samples = speak("Hello there. This is a test.", voice(NETWORK_ID), 1, null);
    assertThat(samples).isBetween(SECOND, 4 * SECOND);
  }

  @Test
  void aParagraphRestsLongerThanASentence() throws Exception {
    int sentence = speak("One more time. Then we go.", voice(NETWORK_ID), 1, null);
    int paragraph = speak("One more time.\n\nThen we go.", voice(NETWORK_ID), 1, null);
    assertThat(paragraph - sentence).isBetween(SECOND / 4, SECOND / 2);
  }

  @Test
  void speaksBritishWhenAsked() throws Exception {
    String text = "Aunt Mary can't dance after her bath.";
    assertThat(speak(text, voice(NETWORK_ID), 1, "en-GB"))
        .isNotEqualTo(speak(text, voice(NETWORK_ID), 1, "en-US"));
  }

  @Test
  void speedDividesTheLength() throws Exception {
    String text = "The sea was calm, and the ships were still in the bay.";
    double plain = speak(text, voice(NETWORK_ID), 1, null);
    assertThat(plain / speak(text, voice(NETWORK_ID), 2, null)).isBetween(1.6, 2.3);
    assertThat(plain / speak(text, voice(NETWORK_ID), 0.5, null)).isBetween(0.43, 0.6);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n\t ", "...", "!?", "\u200f\u0000"})
  void saysThatThereIsNothingToSay(String text) {
    assertRefused(text, voice(NETWORK_ID), null, EngineError.NOTHING_TO_SAY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"これは日本語です。", "Это русский язык.", "هذا نص عربي", "这是中文。"})
  void refusesTextInOtherLetters(String text) {
    assertRefused(text, voice(NETWORK_ID), null, EngineError.UNSUPPORTED_LANGUAGE);
  }

  @Test
  void refusesALanguageItDoesNotSpeak() {
    assertRefused("Bonjour.", voice(NETWORK_ID), "fr-FR", EngineError.UNSUPPORTED_LANGUAGE);
  }

  @Test
  void refusesVoicesThatAreNotItsOwn() {
    assertRefused("Hello.", voice("0123456789abcdef"), null, EngineError.UNREADABLE_PROFILE);
    VoiceProfile pocket = new VoiceProfile("pocket", "1", new byte[10]);
    assertRefused("Hello.", pocket, null, EngineError.UNREADABLE_PROFILE);
    VoiceProfile damaged = new VoiceProfile("lark", "1", new byte[10]);
    assertRefused("Hello.", damaged, null, EngineError.UNREADABLE_PROFILE);
  }

  @Test
  void warmsUpAndSpeaksNoMoreOnceClosed() throws Exception {
    LarkEngine engine = LarkEngine.open(LarkModel.directory(), 1);
    engine.warmUp(Duration.ofMillis(1));
    engine.close();
    engine.close();
    assertThatIllegalStateException().isThrownBy(() -> engine.warmUp(Duration.ZERO));
  }

  private void assertRefused(
      String text, VoiceProfile voice, @Nullable String language, EngineError error) {
    AtomicInteger samples = new AtomicInteger();
    assertThatThrownBy(
            () ->
                engine()
                    .speak(
                        new SpeechRequest(text, voice, 1, 1, language),
                        chunk -> samples.addAndGet(chunk.length),
                        CancelSignal.NEVER))
        .isInstanceOfSatisfying(
            EngineException.class, refusal -> assertThat(refusal.error()).isEqualTo(error));
    assertThat(samples).hasValue(0);
  }

  private int speak(String text, VoiceProfile voice, double speed, @Nullable String language)
      throws Exception {
    AtomicInteger samples = new AtomicInteger();
    engine()
        .speak(
            new SpeechRequest(text, voice, speed, 1, language),
            chunk -> samples.addAndGet(chunk.length),
            CancelSignal.NEVER);
    return samples.get();
  }

  private LarkEngine engine() {
    if (opened == null) {
      throw new IllegalStateException("not opened");
    }
    return opened;
  }

  /** A lower voice with no spectral change. */
  private static VoiceProfile voice(String network) {
    FrameClasses classes = new FrameClasses(1, new float[2][NetworkEnvelope.TERMS], 1, 1);
    LarkProfile profile =
        new LarkProfile(
            network,
            Math.log(200),
            Math.log(130),
            1,
            0.9,
            1,
            classes,
            new float[2][EnvelopeBands.COUNT]);
    return new VoiceProfile("lark", LarkEngine.VERSION, LarkProfileCodec.write(profile));
  }
}
