package dev.mynah.engine.lark.clone;

import dev.mynah.audio.analysis.EnvelopeBands;
import dev.mynah.engine.lark.profile.FrameClasses;
import dev.mynah.engine.lark.profile.NetworkEnvelope;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;

/*
 * Measuring the base voice takes a second or two; the result is kept beside the model so that it is
 * done once a machine. The file's name holds the network and the version of the measurement; a file
 * that is damaged or of another version counts as none, and is written anew. Layout, big-endian:
 * "MYNABASE", u16 version, 8 bytes network, f64 logF0, spread, syllables per second, u8 voiced
 * classes, u8 classes, f64 variances, f32 centres, u32 frames, then per frame u8 class and f32
 * bands, and the CRC-32C of everything before.
 */
/** The measured base voice as a file. */
final class BaseVoiceFile {
  /** Changes whenever the measurement would give something else. */
  static final short VERSION = 1;

  private static final byte[] MAGIC = "MYNABASE".getBytes(StandardCharsets.US_ASCII);
  private static final int MOST_FRAMES = 100_000;

  private final Path path;
  private final String network;

  /**
   * Names a file.
   *
   * @param folder where it lies
   * @param network first 16 hex digits of the SHA-256 of the network
   */
  BaseVoiceFile(Path folder, String network) {
    this.network = network;
    path = folder.resolve("lark-base-" + network + "-v" + VERSION + ".bin");
  }

  /** Returns the file's place. */
  Path path() {
    return path;
  }

  /** Reads the file; empty if there is none that can be used. */
  Optional<BaseVoice> read() throws IOException {
    if (!Files.isRegularFile(path)) {
      return Optional.empty();
    }
    byte[] bytes = Files.readAllBytes(path);
    int end = bytes.length - Integer.BYTES;
    if (end < MAGIC.length || ByteBuffer.wrap(bytes).getInt(end) != checksum(bytes, end)) {
      return Optional.empty();
    }
    try {
      return body(ByteBuffer.wrap(bytes, 0, end));
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      return Optional.empty(); // written by something else under our name: measured anew
    }
  }

  private Optional<BaseVoice> body(ByteBuffer in) {
    byte[] magic = new byte[MAGIC.length];
    in.get(magic);
    byte[] id = new byte[network.length() / 2];
    boolean ours = Arrays.equals(magic, MAGIC) && in.getShort() == VERSION;
    in.get(id);
    if (!ours || !HexFormat.of().formatHex(id).equals(network)) {
      return Optional.empty();
    }
    double logF0 = in.getDouble();
    double spread = in.getDouble();
    double pace = in.getDouble();
    int voicedClasses = Byte.toUnsignedInt(in.get());
    float[][] centres = new float[Byte.toUnsignedInt(in.get())][NetworkEnvelope.TERMS];
    double voicedVariance = in.getDouble();
    double unvoicedVariance = in.getDouble();
    for (float[] centre : centres) {
      getFloats(in, centre);
    }
    int frames = in.getInt();
    if (frames < 0 || frames > MOST_FRAMES) {
      return Optional.empty();
    }
    float[][] envelopes = new float[frames][EnvelopeBands.COUNT];
    boolean[] voiced = new boolean[frames];
    int[] classOf = new int[frames];
    for (int k = 0; k < frames; k++) {
      classOf[k] = Byte.toUnsignedInt(in.get());
      voiced[k] = classOf[k] < voicedClasses;
      getFloats(in, envelopes[k]);
    }
    FrameClasses classes =
        new FrameClasses(voicedClasses, centres, voicedVariance, unvoicedVariance);
    return Optional.of(
        new BaseVoice(
            network, logF0, spread, pace, classes, new SpeechFrames(envelopes, voiced), classOf));
  }

  /** Writes the file: first under another name, so that no reader sees half of it. */
  void write(BaseVoice voice) throws IOException {
    Files.createDirectories(path.getParent());
    Path unfinished = Files.createTempFile(path.getParent(), "lark-base-", ".part");
    try {
      Files.write(unfinished, bytes(voice));
      Files.move(unfinished, path, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  private static byte[] bytes(BaseVoice voice) {
    FrameClasses classes = voice.classes();
    float[][] envelopes = voice.frames().envelopes();
    int size =
        MAGIC.length
            + Short.BYTES
            + voice.network().length() / 2
            + 5 * Double.BYTES
            + 2
            + classes.count() * NetworkEnvelope.TERMS * Float.BYTES
            + Integer.BYTES
            + envelopes.length * (1 + EnvelopeBands.COUNT * Float.BYTES)
            + Integer.BYTES;
    ByteBuffer out = ByteBuffer.allocate(size);
    out.put(MAGIC).putShort(VERSION).put(HexFormat.of().parseHex(voice.network()));
    out.putDouble(voice.logF0()).putDouble(voice.logF0Spread());
    out.putDouble(voice.syllablesPerSecond());
    out.put((byte) classes.voicedCount()).put((byte) classes.count());
    out.putDouble(classes.voicedVariance()).putDouble(classes.unvoicedVariance());
    for (float[] centre : classes.centres()) {
      putFloats(out, centre);
    }
    out.putInt(envelopes.length);
    for (int k = 0; k < envelopes.length; k++) {
      out.put((byte) voice.classOf()[k]);
      putFloats(out, envelopes[k]);
    }
    out.putInt(checksum(out.array(), out.position()));
    return out.array();
  }

  private static void getFloats(ByteBuffer in, float[] values) {
    in.asFloatBuffer().get(values);
    in.position(in.position() + values.length * Float.BYTES);
  }

  private static void putFloats(ByteBuffer out, float[] values) {
    out.asFloatBuffer().put(values);
    out.position(out.position() + values.length * Float.BYTES);
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
