package dev.mynah.engine.lark.profile;

import dev.mynah.audio.analysis.EnvelopeBands;
import dev.mynah.engine.spi.EngineError;
import dev.mynah.engine.spi.EngineException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/*
 * Layout, everything big-endian:
 *   8 bytes  "MYNALARK"
 *   u16      format version
 *   u32      length of the body in bytes
 *   body     8 bytes network id; f64 baseLogF0, logF0, pitchRange, warp, speed;
 *            u8 voiced classes, u8 classes, u8 cepstral terms, u8 bands;
 *            f32 voiced and unvoiced variance; f32 centres [class][term];
 *            i16 offsets [class][band] in 1/8192 nat
 *   u32      CRC-32C of everything before
 */
/** Turns voices into bytes and back; the bytes are the same on every machine. */
public final class LarkProfileCodec {
  static final short FORMAT = 1;

  private static final byte[] MAGIC = "MYNALARK".getBytes(StandardCharsets.US_ASCII);
  private static final int HEADER = MAGIC.length + Short.BYTES + Integer.BYTES;
  private static final int NETWORK_BYTES = 8;
  private static final double OFFSET_SCALE = 8_192;
  private static final double MOST_OCTAVES = 4;

  private LarkProfileCodec() {}

  /** Returns the bytes of a voice. */
  public static byte[] write(LarkProfile profile) {
    FrameClasses classes = profile.classes();
    int terms = NetworkEnvelope.TERMS;
    int body =
        NETWORK_BYTES
            + 5 * Double.BYTES
            + 4
            + 2 * Float.BYTES
            + classes.count() * (terms * Float.BYTES + EnvelopeBands.COUNT * Short.BYTES);
    ByteBuffer out = ByteBuffer.allocate(HEADER + body + Integer.BYTES).order(ByteOrder.BIG_ENDIAN);
    out.put(MAGIC).putShort(FORMAT).putInt(body);
    out.put(HexFormat.of().parseHex(profile.network()));
    out.putDouble(profile.baseLogF0()).putDouble(profile.logF0()).putDouble(profile.pitchRange());
    out.putDouble(profile.warp()).putDouble(profile.speed());
    out.put((byte) classes.voicedCount()).put((byte) classes.count());
    out.put((byte) terms).put((byte) EnvelopeBands.COUNT);
    out.putFloat((float) classes.voicedVariance()).putFloat((float) classes.unvoicedVariance());
    for (float[] centre : classes.centres()) {
      for (float value : centre) {
        out.putFloat(value);
      }
    }
    for (float[] offset : profile.offsets()) {
      for (float value : offset) {
        long scaled = Math.round(value * OFFSET_SCALE);
        out.putShort((short) Math.clamp(scaled, Short.MIN_VALUE, Short.MAX_VALUE));
      }
    }
    out.putInt(checksum(out.array(), out.position()));
    return out.array();
  }

  /**
   * Reads a voice.
   *
   * @throws EngineException with {@link EngineError#UNREADABLE_PROFILE} if the bytes are damaged,
   *     of another engine, or of a newer format
   */
  public static LarkProfile read(byte[] bytes) throws EngineException {
    if (bytes.length < HEADER + Integer.BYTES
        || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw unreadable("This is not a voice profile of the Lark engine.");
    }
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.BIG_ENDIAN).position(MAGIC.length);
    short format = in.getShort();
    if (format != FORMAT) {
      throw unreadable(
          "The voice profile has format " + format + "; this version reads format " + FORMAT + ".");
    }
    int end = bytes.length - Integer.BYTES;
    if (in.getInt() != end - HEADER || in.getInt(end) != checksum(bytes, end)) {
      throw unreadable("The voice profile is damaged: its length or checksum is wrong.");
    }
    try {
      LarkProfile profile = body(in.limit(end));
      if (in.hasRemaining() || !plausible(profile)) {
        throw unreadable("The voice profile holds values no voice can have.");
      }
      return profile;
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new EngineException(
          EngineError.UNREADABLE_PROFILE, "The voice profile is inconsistent.", e);
    }
  }

  private static LarkProfile body(ByteBuffer in) {
    byte[] network = new byte[NETWORK_BYTES];
    in.get(network);
    double baseLogF0 = in.getDouble();
    double logF0 = in.getDouble();
    double pitchRange = in.getDouble();
    double warp = in.getDouble();
    double speed = in.getDouble();
    int voiced = Byte.toUnsignedInt(in.get());
    int count = Byte.toUnsignedInt(in.get());
    int terms = Byte.toUnsignedInt(in.get());
    int bands = Byte.toUnsignedInt(in.get());
    if (terms != NetworkEnvelope.TERMS || bands != EnvelopeBands.COUNT) {
      throw new IllegalArgumentException(terms + " terms and " + bands + " bands");
    }
    double voicedVariance = in.getFloat();
    double unvoicedVariance = in.getFloat();
    float[][] centres = new float[count][terms];
    for (float[] centre : centres) {
      for (int t = 0; t < terms; t++) {
        centre[t] = in.getFloat();
      }
    }
    float[][] offsets = new float[count][bands];
    for (float[] offset : offsets) {
      for (int b = 0; b < bands; b++) {
        offset[b] = (float) (in.getShort() / OFFSET_SCALE);
      }
    }
    FrameClasses classes = new FrameClasses(voiced, centres, voicedVariance, unvoicedVariance);
    return new LarkProfile(
        HexFormat.of().formatHex(network),
        baseLogF0,
        logF0,
        pitchRange,
        warp,
        speed,
        classes,
        offsets);
  }

  private static boolean plausible(LarkProfile profile) {
    boolean finite = true;
    for (float[] centre : profile.classes().centres()) {
      for (float value : centre) {
        finite &= Float.isFinite(value);
      }
    }
    double octaves = Math.abs(profile.logF0() - profile.baseLogF0()) / Math.log(2);
    return finite
        && octaves <= MOST_OCTAVES
        && Math.abs(profile.baseLogF0()) < 10
        && within(profile.pitchRange(), 0, 4)
        && within(profile.warp(), 0.5, 2)
        && within(profile.speed(), 0.5, 2);
  }

  private static boolean within(double value, double from, double to) {
    return value >= from && value <= to;
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  private static EngineException unreadable(String message) {
    return new EngineException(EngineError.UNREADABLE_PROFILE, message);
  }
}
