package dev.mynah.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * Trees as MessagePack (github.com/msgpack/msgpack/blob/master/spec.md), in which bytes travel as
 * they are: the smallest forms are written, all but extensions and timestamps are read.
 */
final class MessagePack {
  private static final int MAX_DEPTH = 32;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private MessagePack() {}

  static byte[] write(JsonNode tree) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      write(tree, out);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private static void write(JsonNode node, DataOutputStream out) throws IOException {
    if (node.isObject()) {
      head(out, node.size(), 0x80, 15, -1, 0xDE);
      for (var field : node.properties()) {
        text(out, field.getKey());
        write(field.getValue(), out);
      }
    } else if (node.isArray()) {
      head(out, node.size(), 0x90, 15, -1, 0xDC);
      for (JsonNode each : node) {
        write(each, out);
      }
    } else if (node.isTextual()) {
      text(out, node.textValue());
    } else if (node.isBinary()) {
      byte[] data = node.binaryValue();
      head(out, data.length, -1, -1, 0xC4, 0xC5);
      out.write(data);
    } else if (node.isBoolean()) {
      out.writeByte(node.booleanValue() ? 0xC3 : 0xC2);
    } else if (node.isIntegralNumber()) {
      whole(out, node.longValue());
    } else if (node.isNumber()) {
      out.writeByte(0xCB);
      out.writeDouble(node.doubleValue());
    } else {
      out.writeByte(0xC0);
    }
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    head(out, bytes.length, 0xA0, 31, 0xD9, 0xDA);
    out.write(bytes);
  }

  /**
   * Writes a length.
   *
   * @param fixed head that holds lengths up to {@code fixedMax} itself
   * @param byteHead head before a length of one byte, or -1 if there is none
   * @param shortHead head before one of two bytes; the next is that before one of four
   */
  private static void head(
      DataOutputStream out, int size, int fixed, int fixedMax, int byteHead, int shortHead)
      throws IOException {
    if (size <= fixedMax) {
      out.writeByte(fixed | size);
    } else if (byteHead >= 0 && size <= 0xFF) {
      out.writeByte(byteHead);
      out.writeByte(size);
    } else if (size <= 0xFFFF) {
      out.writeByte(shortHead);
      out.writeShort(size);
    } else {
      out.writeByte(shortHead + 1);
      out.writeInt(size);
    }
  }

  private static void whole(DataOutputStream out, long value) throws IOException {
    if (value >= -32 && value <= 127) {
      out.writeByte((int) value);
    } else if (value == (int) value) {
      out.writeByte(0xD2);
      out.writeInt((int) value);
    } else {
      out.writeByte(0xD3);
      out.writeLong(value);
    }
  }

  /**
   * Reads a tree.
   *
   * @throws UnexpectedAnswerException if these bytes are no MessagePack, or more than one tree
   */
  static JsonNode read(ByteBuffer in) {
    try {
      JsonNode tree = read(in, 0);
      if (in.hasRemaining()) {
        throw garbled();
      }
      return tree;
    } catch (BufferUnderflowException e) {
      throw garbled();
    }
  }

  private static UnexpectedAnswerException garbled() {
    return UnexpectedAnswerException.of("A message of the service isn't MessagePack.");
  }

  private static JsonNode read(ByteBuffer in, int depth) {
    if (depth > MAX_DEPTH) {
      throw garbled();
    }
    int head = in.get() & 0xFF;
    if (head <= 0x7F || head >= 0xE0) {
      return NODES.numberNode((byte) head);
    }
    if (head <= 0x8F) {
      return map(in, head & 0x0F, depth);
    }
    if (head <= 0x9F) {
      return list(in, head & 0x0F, depth);
    }
    if (head <= 0xBF) {
      return NODES.textNode(new String(bytes(in, head & 0x1F), UTF_8));
    }
    return switch (head) {
      case 0xC0 -> NODES.nullNode();
      case 0xC2 -> NODES.booleanNode(false);
      case 0xC3 -> NODES.booleanNode(true);
      case 0xC4 -> NODES.binaryNode(bytes(in, in.get() & 0xFF));
      case 0xC5 -> NODES.binaryNode(bytes(in, in.getShort() & 0xFFFF));
      case 0xC6 -> NODES.binaryNode(bytes(in, in.getInt()));
      case 0xCA -> NODES.numberNode(in.getFloat());
      case 0xCB -> NODES.numberNode(in.getDouble());
      case 0xCC -> NODES.numberNode(in.get() & 0xFF);
      case 0xCD -> NODES.numberNode(in.getShort() & 0xFFFF);
      case 0xCE -> NODES.numberNode(in.getInt() & 0xFFFFFFFFL);
      case 0xCF, 0xD3 -> NODES.numberNode(in.getLong());
      case 0xD0 -> NODES.numberNode(in.get());
      case 0xD1 -> NODES.numberNode(in.getShort());
      case 0xD2 -> NODES.numberNode(in.getInt());
      case 0xD9 -> NODES.textNode(new String(bytes(in, in.get() & 0xFF), UTF_8));
      case 0xDA -> NODES.textNode(new String(bytes(in, in.getShort() & 0xFFFF), UTF_8));
      case 0xDB -> NODES.textNode(new String(bytes(in, in.getInt()), UTF_8));
      case 0xDC -> list(in, in.getShort() & 0xFFFF, depth);
      case 0xDD -> list(in, in.getInt(), depth);
      case 0xDE -> map(in, in.getShort() & 0xFFFF, depth);
      case 0xDF -> map(in, in.getInt(), depth);
      default -> throw garbled();
    };
  }

  private static byte[] bytes(ByteBuffer in, int length) {
    if (length < 0 || length > in.remaining()) {
      throw garbled();
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  private static ArrayNode list(ByteBuffer in, int size, int depth) {
    if (size < 0 || size > in.remaining()) { // every entry takes a byte at least
      throw garbled();
    }
    ArrayNode list = NODES.arrayNode();
    for (int i = 0; i < size; i++) {
      list.add(read(in, depth + 1));
    }
    return list;
  }

  private static ObjectNode map(ByteBuffer in, int size, int depth) {
    if (size < 0 || size > in.remaining()) {
      throw garbled();
    }
    ObjectNode map = NODES.objectNode();
    for (int i = 0; i < size; i++) {
      String name = read(in, depth + 1).asText();
      map.set(name, read(in, depth + 1));
    }
    return map;
  }
}
