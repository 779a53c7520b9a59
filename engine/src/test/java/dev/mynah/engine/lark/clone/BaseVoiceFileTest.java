package dev.mynah.engine.lark.clone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaseVoiceFileTest {
  @TempDir Path folder;
  private BaseVoiceFile file;

  @BeforeEach
  void write() throws Exception {
    file = new BaseVoiceFile(folder.resolve("new"), SyntheticBase.VOICE.network());
    file.write(SyntheticBase.VOICE);
  }

  @Test
  void readsWhatItWrote() throws Exception {
    BaseVoice read = file.read().orElseThrow();

    assertThat(read.logF0()).isEqualTo(SyntheticBase.VOICE.logF0());
    assertThat(read.logF0Spread()).isEqualTo(SyntheticBase.VOICE.logF0Spread());
    assertThat(read.syllablesPerSecond()).isEqualTo(SyntheticBase.VOICE.syllablesPerSecond());
    assertThat(read.classOf()).isEqualTo(SyntheticBase.VOICE.classOf());
    assertThat(read.classes().centres()).isDeepEqualTo(SyntheticBase.VOICE.classes().centres());
    assertThat(read.frames().voiced()).isEqualTo(SyntheticBase.VOICE.frames().voiced());
    assertThat(read.frames().envelopes()).isDeepEqualTo(SyntheticBase.VOICE.frames().envelopes());
  }

  @Test
  void leavesNothingUnfinishedBehind() throws Exception {
    try (var files = Files.list(file.path().getParent())) {
      assertThat(files).containsExactly(file.path());
    }
  }

  @Test
  void takesADamagedFileForNone() throws Exception {
    byte[] bytes = Files.readAllBytes(file.path());
    bytes[bytes.length / 2] ^= 1;
    Files.write(file.path(), bytes);
    assertThat(file.read()).isEqualTo(Optional.empty());

    Files.write(file.path(), Arrays.copyOf(bytes, 3));
    assertThat(file.read()).isEqualTo(Optional.empty());
  }

  @Test
  void takesTheFileOfAnotherNetworkForNone() throws Exception {
    BaseVoiceFile other = new BaseVoiceFile(folder, "fedcba9876543210");
    Files.copy(file.path(), other.path());

    assertThat(other.read()).isEqualTo(Optional.empty());
  }
}
