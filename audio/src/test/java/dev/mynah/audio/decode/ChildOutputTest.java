package dev.mynah.audio.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mynah.audio.decode.ChildProtocol.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChildOutputTest {
  private static final int MAX_SAMPLES = 1_000;

  @FunctionalInterface
  private interface Script {
    void write(DataOutputStream out) throws IOException;
  }

  @Test
  void readsSamplesAndFlags() throws Exception {
    DecodedMedia media =
        read(
            out -> {
              header(out, "wav", "pcm_s16le", 8_000, 2);
              samples(out, 0.5f, -0.25f);
              samples(out, 1);
              end(out, ChildProtocol.CUT);
            });
    assertThat(media.pcm().samples()).containsExactly(0.5f, -0.25f, 1);
    assertThat(media.originalSampleRate()).isEqualTo(8_000);
    assertThat(media.cut()).isTrue();
    assertThat(media.damaged()).isFalse();
  }

  @Test
  void tamesSamplesThatAreNoSound() throws Exception {
    DecodedMedia media =
        read(
            out -> {
              header(out, "wav", "pcm_f32le", 8_000, 1);
              samples(out, Float.NaN, Float.POSITIVE_INFINITY, -1e30f);
              end(out, 0);
            });
    assertThat(media.pcm().samples()).containsExactly(0, 8, -8);
  }

  @Test
  void refusesMoreSamplesThanWereAskedFor() {
    assertCorrupt(
        out -> {
          header(out, "wav", "pcm_s16le", 8_000, 1);
          samples(out, new float[600]);
          samples(out, new float[600]);
        });
  }

  @Test
  void refusesHeadersNoChildWrites() {
    assertCorrupt(out -> out.writeInt(42));
    assertCorrupt(out -> header(out, "../../etc", "pcm_s16le", 8_000, 1));
    assertCorrupt(out -> header(out, "wav", "<script>", 8_000, 1));
    assertCorrupt(out -> header(out, "wav", "x", -1, 1));
    assertCorrupt(out -> header(out, "wav", "x", 8_000, 1 << 30));
    assertCorrupt(
        out -> {
          out.writeInt(ChildProtocol.MAGIC);
          out.writeByte(ChildProtocol.FAILURE);
          out.writeUTF("SOMETHING_ELSE");
        });
    for (int size : new int[] {0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
      assertCorrupt(
          out -> {
            header(out, "wav", "x", 8_000, 1);
            out.writeByte(ChildProtocol.SAMPLES);
            out.writeInt(size);
          });
    }
  }

  @Test
  void tellsAnUnfinishedChildFromAFinishedOne() {
    assertThatThrownBy(
            () ->
                read(
                    out -> {
                      header(out, "wav", "x", 8_000, 1);
                      samples(out, 1);
                    }))
        .isInstanceOf(EOFException.class);
    assertThatThrownBy(() -> read(out -> {})).isInstanceOf(EOFException.class);
  }

  @Test
  void passesOnTheReasonOfAFailure() {
    assertThatThrownBy(
            () ->
                read(
                    out -> {
                      out.writeInt(ChildProtocol.MAGIC);
                      out.writeByte(ChildProtocol.FAILURE);
                      out.writeUTF(Reason.NO_AUDIO_STREAM.name());
                    }))
        .isInstanceOfSatisfying(
            ChildFailure.class,
            failure -> assertThat(failure.reason()).isEqualTo(Reason.NO_AUDIO_STREAM));
  }

  @Test
  void endsWithAnErrorOrAResultOnAnyBytes() throws Exception {
    Random random = new Random(5);
    ByteArrayOutputStream valid = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(valid);
    header(out, "wav", "pcm_s16le", 8_000, 1);
    samples(out, new float[50]);
    end(out, 0);
    int results = 0;
    for (int round = 0; round < 5_000; round++) {
      byte[] bytes = valid.toByteArray();
      for (int i = 0; i <= random.nextInt(4); i++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      try {
        DecodedMedia media =
            new ChildOutput(new ByteArrayInputStream(bytes), 24_000, MAX_SAMPLES).read();
        assertThat(media.pcm().samples().length).isLessThanOrEqualTo(MAX_SAMPLES);
        results++;
      } catch (IOException | ChildFailure expected) {
        assertThat(expected).hasNoSuppressedExceptions();
      }
    }
    assertThat(results).as("mutants that were still readable").isBetween(500, 4_900);
  }

  private static void assertCorrupt(Script script) {
    assertThatThrownBy(() -> read(script)).isInstanceOf(StreamCorruptedException.class);
  }

  private static DecodedMedia read(Script script) throws IOException, ChildFailure {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    script.write(new DataOutputStream(bytes));
    return new ChildOutput(new ByteArrayInputStream(bytes.toByteArray()), 24_000, MAX_SAMPLES)
        .read();
  }

  private static void header(
      DataOutputStream out, String container, String codec, int rate, int channels)
      throws IOException {
    out.writeInt(ChildProtocol.MAGIC);
    out.writeByte(ChildProtocol.HEADER);
    out.writeUTF(container);
    out.writeUTF(codec);
    out.writeInt(rate);
    out.writeInt(channels);
    out.writeDouble(0);
  }

  private static void samples(DataOutputStream out, float... samples) throws IOException {
    out.writeByte(ChildProtocol.SAMPLES);
    out.writeInt(samples.length);
    for (float sample : samples) {
      out.writeFloat(sample);
    }
  }

  private static void end(DataOutputStream out, int flags) throws IOException {
    out.writeByte(ChildProtocol.END);
    out.writeByte(flags);
  }
}
