package dev.mynah.audio.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mynah.audio.encode.InvalidEncodingException.Setting;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncodingSettingsTest {
  @ParameterizedTest
  @CsvSource({
    "MP3,22000,128000,SAMPLE_RATE",
    "MP3,44100,96000,BITRATE",
    "MP3,44100,0,BITRATE",
    "WAV,7999,0,SAMPLE_RATE",
    "PCM,48001,0,SAMPLE_RATE",
    "WAV,24000,64000,BITRATE",
    "OPUS,24000,32000,SAMPLE_RATE",
    "OPUS,48000,128000,BITRATE",
    "AAC,16000,64000,SAMPLE_RATE",
    "AAC,24000,192000,BITRATE",
    "FLAC,96000,0,SAMPLE_RATE",
    "FLAC,24000,64000,BITRATE"
  })
  void refusesWhatAFormatDoesNotOffer(
      AudioFormat format, int sampleRate, int bitrate, Setting setting) {
    assertThatThrownBy(() -> new EncodingSettings(format, sampleRate, bitrate))
        .isInstanceOfSatisfying(
            InvalidEncodingException.class,
            refusal -> assertThat(refusal.setting()).isEqualTo(setting))
        .hasMessageContaining(format.wireName());
  }

  @Test
  void takesBitratesInEitherUnitAndLetsOpusChooseItsOwn() {
    EncodingSettings opus = EncodingSettings.of(AudioFormat.OPUS);
    assertThat(opus.withRequestedBitrate(24).bitrate()).isEqualTo(24_000);
    assertThat(opus.withRequestedBitrate(64_000).bitrate()).isEqualTo(64_000);
    assertThat(opus.withRequestedBitrate(-1_000)).isEqualTo(opus);
    assertThat(EncodingSettings.of(AudioFormat.MP3).withRequestedBitrate(192).bitrate())
        .isEqualTo(192_000);
    assertThat(EncodingSettings.of(AudioFormat.WAV).withRequestedBitrate(192).bitrate()).isZero();
    assertThatThrownBy(() -> opus.withRequestedBitrate(-5))
        .isInstanceOf(InvalidEncodingException.class);
  }

  @Test
  void findsFormatsByTheirNamesInRequests() {
    assertThat(AudioFormat.named("mp3")).contains(AudioFormat.MP3);
    assertThat(AudioFormat.named("OPUS")).contains(AudioFormat.OPUS);
    assertThat(AudioFormat.named("flac")).contains(AudioFormat.FLAC);
    assertThat(AudioFormat.named("ogg")).isEmpty();
    assertThat(AudioFormat.PCM.wireName()).isEqualTo("pcm");
  }

  @Test
  void refusesTagsThatWouldBreakAContainer() {
    assertThatThrownBy(() -> new ContainerTags("", Map.of("a=b", "c"))).hasMessageContaining("a=b");
    assertThatThrownBy(() -> new ContainerTags("", Map.of("a", "b\0c")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ContainerTags("x".repeat(1_001), Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
