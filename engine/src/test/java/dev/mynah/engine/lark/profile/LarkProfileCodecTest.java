package dev.mynah.engine.lark.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mynah.engine.spi.EngineError;
import dev.mynah.engine.spi.EngineException;
import dev.mynah.engine.spi.VoiceProfile;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class LarkProfileCodecTest {
  private static final LarkProfile PROFILE = TestProfiles.random(1);

  @Test
  void readsWhatItWrote() throws Exception {
    LarkProfile read = LarkProfileCodec.read(LarkProfileCodec.write(PROFILE));

    assertThat(read.network()).isEqualTo(PROFILE.network());
    assertThat(read.logF0()).isEqualTo(PROFILE.logF0());
    assertThat(read.pitchRange()).isEqualTo(PROFILE.pitchRange());
    assertThat(read.warp()).isEqualTo(PROFILE.warp());
    assertThat(read.speed()).isEqualTo(PROFILE.speed());
    assertThat(read.classes().centres()).isDeepEqualTo(PROFILE.classes().centres());
    for (int c = 0; c < read.offsets().length; c++) {
      for (int b = 0; b < read.offsets()[c].length; b++) {
        assertThat(read.offsets()[c][b]).isCloseTo(PROFILE.offsets()[c][b], within(1e-4f));
      }
    }
  }

  @Test
  void writesWhatItReadByteForByte() throws Exception {
    byte[] bytes = LarkProfileCodec.write(PROFILE);

    assertThat(LarkProfileCodec.write(LarkProfileCodec.read(bytes))).isEqualTo(bytes);
  }

  @Test
  void staysWellUnderTheLimit() {
    assertThat(LarkProfileCodec.write(PROFILE).length).isLessThan(VoiceProfile.MAX_BYTES / 4);
  }

  @Test
  void keepsItsLayoutFromVersionToVersion() {
    byte[] bytes = LarkProfileCodec.write(PROFILE);

    assertThat(HexFormat.of().formatHex(bytes, 0, 14))
        .isEqualTo("4d594e414c41524b" + "0001" + "0000161c");
    assertThat(ByteBuffer.wrap(bytes).getDouble(22)).isEqualTo(PROFILE.baseLogF0());
  }

  @Test
  void refusesEveryDamagedByte() {
    byte[] bytes = LarkProfileCodec.write(PROFILE);
    for (int i = 0; i < bytes.length; i++) {
      byte[] damaged = bytes.clone();
      damaged[i] ^= 0x10;
      assertUnreadable(damaged);
    }
  }

  @Test
  void refusesEveryTruncation() {
    byte[] bytes = LarkProfileCodec.write(PROFILE);
    for (int length = 0; length < bytes.length; length += 7) {
      assertUnreadable(Arrays.copyOf(bytes, length));
    }
    assertUnreadable(Arrays.copyOf(bytes, bytes.length + 1));
  }

  @Test
  void refusesForeignBytes() {
    byte[] noise = new byte[6_000];
    new Random(3).nextBytes(noise);

    assertUnreadable(noise);
    assertUnreadable(new byte[0]);
  }

  @Test
  void namesTheFormatItCannotRead() {
    byte[] newer = LarkProfileCodec.write(PROFILE);
    newer[9] = 2;

    assertThatThrownBy(() -> LarkProfileCodec.read(newer))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("format 2");
  }

  @Test
  void refusesImpossibleValuesUnderARightChecksum() {
    assertUnreadable(patched(22, Double.NaN));
    assertUnreadable(patched(30, 40));
    assertUnreadable(patched(38, -1));
    assertUnreadable(patched(46, 0));
    assertUnreadable(patched(54, Double.POSITIVE_INFINITY));
    byte[] noClasses = LarkProfileCodec.write(PROFILE);
    noClasses[63] = 0;
    assertUnreadable(sealed(noClasses));
  }

  private static byte[] patched(int at, double value) {
    byte[] bytes = LarkProfileCodec.write(PROFILE);
    ByteBuffer.wrap(bytes).putDouble(at, value);
    return sealed(bytes);
  }

  private static byte[] sealed(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, bytes.length - 4);
    ByteBuffer.wrap(bytes).putInt(bytes.length - 4, (int) crc.getValue());
    return bytes;
  }

  private static void assertUnreadable(byte[] bytes) {
    assertThatThrownBy(() -> LarkProfileCodec.read(bytes))
        .isInstanceOf(EngineException.class)
        .extracting(e -> ((EngineException) e).error())
        .isEqualTo(EngineError.UNREADABLE_PROFILE);
  }
}
