package dev.mynah.server.voice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mynah.audio.synthetic.SyntheticVoice;
import dev.mynah.engine.spi.CloneReport.Warning;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpeakerCheckTest {
  private static final int RATE = 24_000; // Hz

  @Test
  void warnsOfTwoPeopleInTwoRecordings() {
    List<DecodedRecording> recordings = List.of(spoken(110, 1.0, 1), spoken(210, 1.17, 2));
    assertThat(SpeakerCheck.warnings(recordings))
        .extracting(Warning::code)
        .containsExactly("two-speakers");
  }

  @Test
  void warnsOfTheOneOddRecordingAmongFive() {
    List<DecodedRecording> recordings =
        List.of(
            spoken(110, 1.0, 1),
            spoken(110, 1.0, 3),
            spoken(215, 1.17, 2),
            spoken(110, 1.0, 4),
            spoken(110, 1.0, 5));
    assertThat(SpeakerCheck.warnings(recordings)).hasSize(1);
  }

  @Test
  void saysNothingOfOnePersonSayingDifferentThings() {
    List<DecodedRecording> recordings =
        List.of(spoken(150, 1.05, 1), spoken(150, 1.05, 2), spoken(150, 1.05, 3));
    assertThat(SpeakerCheck.warnings(recordings)).isEmpty();
    assertThat(SpeakerCheck.warnings(List.of(spoken(150, 1.05, 1)))).isEmpty();
  }

  private static DecodedRecording spoken(double pitch, double formants, long seed) {
    return new DecodedRecording(
        new SyntheticVoice(pitch, formants, seed).speak(10), RATE, List.of());
  }
}
