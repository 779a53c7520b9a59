package dev.mynah.audio.decode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * Turns a QuickTime movie into one that says its samples are in another file: its data reference
 * becomes an alias record with an absolute path.
 */
final class QuickTimeReference {
  private static final List<String> WAY = List.of("moov", "trak", "mdia", "minf", "dinf", "dref");
  private static final int OWN_REFERENCE_BYTES = 12; // the reference to the file itself

  private QuickTimeReference() {}

  static byte[] to(Path other, byte[] movie) {
    byte[] alias = alias(other);
    String text = new String(movie, ISO_8859_1);
    int at = 0;
    ByteBuffer bytes = ByteBuffer.wrap(movie.clone());
    for (String box : WAY) {
      at = text.indexOf(box, at);
      int size = bytes.getInt(at - 4);
      bytes.putInt(at - 4, size + alias.length - OWN_REFERENCE_BYTES);
    }
    int entry = at + 12; // after the name, version, flags and count
    return ByteBuffer.allocate(movie.length + alias.length - OWN_REFERENCE_BYTES)
        .put(bytes.array(), 0, entry)
        .put(alias)
        .put(movie, entry + OWN_REFERENCE_BYTES, movie.length - entry - OWN_REFERENCE_BYTES)
        .array();
  }

  private static byte[] alias(Path other) {
    // Alias records write a colon where a path has a slash.
    byte[] path = other.toAbsolutePath().toString().replace('/', ':').getBytes(UTF_8);
    int padded = path.length + (path.length & 1);
    ByteBuffer record = ByteBuffer.allocate(12 + 10 + 28 + 12 + 64 + 16 + 4 + 16 + 4 + padded + 4);
    record.putInt(record.capacity()).put("alis".getBytes(UTF_8)).putInt(0);
    record.position(record.position() + 10 + 28 + 12 + 64 + 16);
    record.putShort((short) 1).putShort((short) 1);
    record.position(record.position() + 16);
    record.putShort((short) 2).putShort((short) path.length).put(path);
    record.position(record.capacity() - 4);
    record.putShort((short) -1).putShort((short) 0);
    return record.array();
  }
}
