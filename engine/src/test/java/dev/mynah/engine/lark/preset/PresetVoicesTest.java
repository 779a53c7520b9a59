package dev.mynah.engine.lark.preset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mynah.engine.lark.profile.LarkProfile;
import dev.mynah.engine.lark.profile.LarkProfileCodec;
import java.util.List;
import org.junit.jupiter.api.Test;

class PresetVoicesTest {
  private static final List<PresetVoice> VOICES = PresetVoices.all("0123456789abcdef", "1");

  @Test
  void haveFixedIdsAndDistinctNames() {
    assertThat(VOICES).hasSizeBetween(6, 8);
    assertThat(VOICES).extracting(PresetVoice::id).doesNotHaveDuplicates();
    assertThat(VOICES).extracting(PresetVoice::id).allMatch(id -> id.matches("[0-9a-f]{32}"));
    assertThat(VOICES).extracting(PresetVoice::name).doesNotHaveDuplicates();
    assertThat(VOICES.getFirst().id()).isEqualTo("6d796e61682d6c61726b2d3030303031");
    assertThat(VOICES).allMatch(v -> !v.description().isBlank() && !v.tags().isEmpty());
  }

  @Test
  void areReadableProfilesOfTheNetwork() throws Exception {
    for (PresetVoice voice : VOICES) {
      LarkProfile profile = LarkProfileCodec.read(voice.profile().bytes());
      assertThat(profile.network()).isEqualTo("0123456789abcdef");
      assertThat(profile.pitchRange()).isBetween(0.6, 1.3);
      assertThat(profile.speed()).isBetween(0.85, 1.15);
    }
  }

  @Test
  void spreadOverTheRangeOfHumanPitch() throws Exception {
    double lowest = Double.MAX_VALUE;
    double highest = 0;
    for (PresetVoice voice : VOICES) {
      double hertz = Math.exp(LarkProfileCodec.read(voice.profile().bytes()).logF0());
      lowest = Math.min(lowest, hertz);
      highest = Math.max(highest, hertz);
    }

    assertThat(lowest).isLessThan(95);
    assertThat(highest).isGreaterThan(260);
  }

  @Test
  void areTheSameEveryTime() {
    List<PresetVoice> again = PresetVoices.all("0123456789abcdef", "1");
    for (int i = 0; i < again.size(); i++) {
      assertThat(again.get(i).profile().bytes()).isEqualTo(VOICES.get(i).profile().bytes());
    }
  }
}
