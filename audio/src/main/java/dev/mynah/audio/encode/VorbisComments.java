package dev.mynah.audio.encode;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/*
 * Tags as Opus and FLAC keep them (Xiph.org, "Ogg Vorbis I format specification: comment field and
 * header specification"): the vendor, then a count of "KEY=value", each with its length before it.
 * Lengths are 32-bit little-endian.
 */
final class VorbisComments {
  private VorbisComments() {}

  /**
   * Returns the comments.
   *
   * @param vendor the library that encodes
   */
  static byte[] bytes(String vendor, ContainerTags tags) {
    ByteArrayOutputStream comments = new ByteArrayOutputStream();
    comments.writeBytes(text(vendor));
    boolean named = !tags.software().isEmpty();
    comments.writeBytes(word(tags.entries().size() + (named ? 1 : 0)));
    if (named) {
      comments.writeBytes(text("ENCODER=" + tags.software()));
    }
    for (Map.Entry<String, String> entry : tags.entries().entrySet()) {
      comments.writeBytes(text(entry.getKey() + "=" + entry.getValue()));
    }
    return comments.toByteArray();
  }

  private static byte[] text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(4 + bytes.length).put(word(bytes.length)).put(bytes).array();
  }

  private static byte[] word(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }
}
