package dev.mynah.server.testing;

import dev.mynah.audio.Pcm;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** WAV files of tones, as clients would send and receive them. */
public final class Recordings {
  private static final int HEADER_BYTES = 44;

  private Recordings() {}

  /** Returns a 16-bit mono WAV file of a tone. */
  public static byte[] tone(double pitch, double seconds, int rate) {
    float[] samples = new float[(int) (seconds * rate)];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) (12_000 / 32_767.0 * Math.sin(2 * Math.PI * pitch * i / rate));
    }
    return wav(new Pcm(samples, rate));
  }

  /** Returns a 16-bit mono WAV file of samples. */
  public static byte[] wav(Pcm pcm) {
    int count = pcm.samples().length;
    int rate = pcm.sampleRate();
    ByteBuffer wav = ByteBuffer.allocate(HEADER_BYTES + 2 * count).order(ByteOrder.LITTLE_ENDIAN);
    wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + 2 * count);
    wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    wav.putShort((short) 1).putShort((short) 1).putInt(rate).putInt(2 * rate);
    wav.putShort((short) 2).putShort((short) 16);
    wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(2 * count);
    for (float sample : pcm.samples()) {
      wav.putShort((short) Math.round(sample * 32_767));
    }
    return wav.array();
  }

  /** Reads a 16-bit mono WAV file whose samples come last. */
  public static Pcm read(byte[] wav) {
    ByteBuffer bytes = ByteBuffer.wrap(wav).order(ByteOrder.LITTLE_ENDIAN);
    int rate = bytes.getInt(24);
    int data = new String(wav, StandardCharsets.ISO_8859_1).indexOf("data");
    int count = bytes.getInt(data + 4) / 2;
    float[] samples = new float[count];
    for (int i = 0; i < count; i++) {
      samples[i] = bytes.getShort(data + 8 + 2 * i) / 32768f;
    }
    return new Pcm(samples, rate);
  }

  /** Returns the pitch of a tone in Hz, by its zero crossings. */
  public static double pitch(Pcm pcm) {
    int crossings = 0;
    float[] samples = pcm.samples();
    for (int i = 1; i < samples.length; i++) {
      if (samples[i - 1] < 0 && samples[i] >= 0) {
        crossings++;
      }
    }
    return crossings / pcm.seconds();
  }

  /** Returns the smallest picture there is: a GIF of one point. */
  public static byte[] gif() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DataOutputStream gif = new DataOutputStream(out)) {
      gif.writeBytes("GIF89a");
      gif.write(new byte[] {1, 0, 1, 0, (byte) 0x80, 0, 0, 0, 0, 0, -1, -1, -1});
      gif.write(new byte[] {0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3b});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
