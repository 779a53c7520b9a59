package dev.mynah.audio.encode;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/*
 * An ID3v2.4 tag (id3.org, "ID3 tag version 2.4.0"): TSSE names the software, one TXXX frame holds
 * each entry. Sizes are written seven bits a byte.
 */
final class Id3Tag {
  private static final byte UTF_8_TEXT = 3;
  private static final int FLAGS = 0;

  private Id3Tag() {}

  /** Returns the tag, or nothing when there are no tags. */
  static byte[] bytes(ContainerTags tags) {
    if (tags.isEmpty()) {
      return new byte[0];
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    if (!tags.software().isEmpty()) {
      body.writeBytes(frame("TSSE", tags.software()));
    }
    for (Map.Entry<String, String> entry : tags.entries().entrySet()) {
      body.writeBytes(frame("TXXX", entry.getKey() + '\0' + entry.getValue()));
    }
    return ByteBuffer.allocate(10 + body.size())
        .put("ID3".getBytes(StandardCharsets.US_ASCII))
        .put((byte) 4)
        .put((byte) 0)
        .put((byte) FLAGS)
        .putInt(sevenBitsAByte(body.size()))
        .put(body.toByteArray())
        .array();
  }

  private static byte[] frame(String id, String text) {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(11 + content.length)
        .put(id.getBytes(StandardCharsets.US_ASCII))
        .putInt(sevenBitsAByte(1 + content.length))
        .putShort((short) FLAGS)
        .put(UTF_8_TEXT)
        .put(content)
        .array();
  }

  private static int sevenBitsAByte(int size) {
    return (size & 0x7f)
        | (size & 0x3f80) << 1
        | (size & 0x1f_c000) << 2
        | (size & 0xfe0_0000) << 3;
  }
}
