package dev.mynah.server.http.wire;

import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessageFormat;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePackException;
import org.msgpack.core.MessagePacker;
import org.msgpack.core.MessageUnpacker;

/**
 * msgpack in and out, as the same trees that JSON is read into, within the same limits. Bytes are
 * binary nodes; text that isn't UTF-8 counts as bytes, since old clients know no other way to send
 * them. Lengths are believed only as far as there are bytes.
 */
public final class MessagePackTree {
  static {
    // The library's way without sun.misc.Unsafe, about which newer JVMs complain on the console.
    System.setProperty("msgpack.universal-buffer", "true");
  }

  private final byte[] body;
  private final MessageUnpacker unpacker;
  private final JsonNodeFactory nodes = JsonNodeFactory.instance;
  private final PartCount parts = new PartCount();

  private MessagePackTree(byte[] body) {
    this.body = body;
    this.unpacker = MessagePack.newDefaultUnpacker(body);
  }

  /**
   * Reads one msgpack value.
   *
   * @throws MynahException with {@link ErrorCode#MALFORMED_BODY}
   */
  public static JsonNode read(byte[] body) {
    try {
      MessagePackTree tree = new MessagePackTree(body);
      JsonNode value = tree.value(1);
      if (tree.left() > 0) {
        throw malformed("The body goes on after its msgpack value.");
      }
      return value;
    } catch (StreamConstraintsException beyond) {
      throw Json.beyondLimits();
    } catch (IOException | MessagePackException broken) {
      throw malformed("The body is not valid msgpack.");
    }
  }

  /** Writes a tree of objects, arrays, texts, numbers, flags, nulls and binary nodes. */
  public static byte[] write(JsonNode tree) {
    try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
      pack(tree, packer);
      return packer.toByteArray();
    } catch (IOException impossible) {
      throw new IllegalStateException("a tree can't be written as msgpack", impossible);
    }
  }

  private long left() {
    return body.length - unpacker.getTotalReadBytes();
  }

  private JsonNode value(int depth) throws IOException {
    parts.add();
    MessageFormat format = unpacker.getNextFormat();
    return switch (format.getValueType()) {
      case NIL -> {
        unpacker.unpackNil();
        yield nodes.nullNode();
      }
      case BOOLEAN -> nodes.booleanNode(unpacker.unpackBoolean());
      case INTEGER -> whole(format);
      case FLOAT -> fraction(format);
      case STRING -> text(payload(unpacker.unpackRawStringHeader()));
      case BINARY -> nodes.binaryNode(payload(unpacker.unpackBinaryHeader()));
      case ARRAY -> array(depth);
      case MAP -> object(depth);
      case EXTENSION -> throw malformed("The body holds a msgpack extension; none is known here.");
    };
  }

  private JsonNode whole(MessageFormat format) throws IOException {
    return format == MessageFormat.UINT64
        ? nodes.numberNode(unpacker.unpackBigInteger())
        : nodes.numberNode(unpacker.unpackLong());
  }

  /** A single-precision 0.7 is 0.7, not the 0.699999988 it becomes when widened. */
  private JsonNode fraction(MessageFormat format) throws IOException {
    return nodes.numberNode(
        format == MessageFormat.FLOAT32
            ? Double.parseDouble(Float.toString(unpacker.unpackFloat()))
            : unpacker.unpackDouble());
  }

  private byte[] payload(int length) throws IOException {
    if (length > left()) {
      throw malformed("The body ended early.");
    }
    return unpacker.readPayload(length);
  }

  private JsonNode text(byte[] bytes) {
    String text = decoded(bytes);
    return text == null ? nodes.binaryNode(bytes) : nodes.textNode(Json.cleaned(text));
  }

  private static @Nullable String decoded(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException notUtf8) {
      return null;
    }
  }

  private ArrayNode array(int depth) throws IOException {
    requireDepth(depth);
    int size = unpacker.unpackArrayHeader();
    ArrayNode array = nodes.arrayNode();
    for (int i = 0; i < size; i++) {
      array.add(value(depth + 1));
    }
    parts.add();
    return array;
  }

  private ObjectNode object(int depth) throws IOException {
    requireDepth(depth);
    int size = unpacker.unpackMapHeader();
    ObjectNode object = nodes.objectNode();
    for (int i = 0; i < size; i++) {
      JsonNode unused = object.replace(name(), value(depth + 1));
    }
    parts.add();
    return object;
  }

  private String name() throws IOException {
    JsonNode name = value(Json.MAX_DEPTH + 1);
    if (!name.isTextual() && !name.isIntegralNumber()) {
      throw malformed("The body holds a msgpack map with a key that is no text.");
    }
    if (name.asText().length() > Json.MAX_NAME_CHARS) {
      throw Json.beyondLimits();
    }
    return name.asText();
  }

  private static void requireDepth(int depth) {
    if (depth > Json.MAX_DEPTH) {
      throw Json.beyondLimits();
    }
  }

  private static void pack(JsonNode node, MessagePacker packer) throws IOException {
    switch (node.getNodeType()) {
      case OBJECT -> {
        packer.packMapHeader(node.size());
        for (Map.Entry<String, JsonNode> field : node.properties()) {
          packer.packString(field.getKey());
          pack(field.getValue(), packer);
        }
      }
      case ARRAY -> {
        packer.packArrayHeader(node.size());
        for (JsonNode element : node) {
          pack(element, packer);
        }
      }
      case STRING -> packer.packString(node.textValue());
      case BOOLEAN -> packer.packBoolean(node.booleanValue());
      case NUMBER -> packNumber(node, packer);
      case BINARY -> {
        byte[] bytes = node.binaryValue();
        packer.packBinaryHeader(bytes.length);
        packer.addPayload(bytes);
      }
      case NULL, MISSING -> packer.packNil();
      case POJO -> throw new IOException("a file has no msgpack");
    }
  }

  private static void packNumber(JsonNode node, MessagePacker packer) throws IOException {
    if (node.isIntegralNumber()) {
      packer.packBigInteger(node.bigIntegerValue());
    } else {
      packer.packDouble(node.doubleValue());
    }
  }

  private static MynahException malformed(String message) {
    return MynahException.of(ErrorCode.MALFORMED_BODY, message);
  }
}
