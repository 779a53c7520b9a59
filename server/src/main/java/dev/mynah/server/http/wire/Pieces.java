package dev.mynah.server.http.wire;

import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A body as it comes in, piece by piece: never more memory than was received, and never copied to
 * grow.
 */
final class Pieces {
  private static final int DECODED_AT_ONCE = 16 << 10; // UTF-16 units
  private static final char BYTE_ORDER_MARK = 0xFEFF;

  private final List<byte[]> pieces = new ArrayList<>();
  private int size;

  void add(byte[] bytes, int count) {
    pieces.add(Arrays.copyOf(bytes, count));
    size += count;
  }

  /** Returns the bytes so far. */
  int size() {
    return size;
  }

  /** Returns the first byte that isn't blank or a mark of the text's order; -1 if there is none. */
  int firstByte() {
    for (byte[] piece : pieces) {
      for (byte each : piece) {
        int value = each & 0xFF;
        if (value > ' ' && value != 0xEF && value != 0xBB && value != 0xBF) {
          return value;
        }
      }
    }
    return -1;
  }

  /** Returns all of it in one piece, and lets the others go. */
  byte[] bytes() {
    byte[] all = new byte[size];
    int at = 0;
    for (byte[] piece : pieces) {
      System.arraycopy(piece, 0, all, at, piece.length);
      at += piece.length;
    }
    pieces.clear();
    return all;
  }

  /**
   * Returns all of it as text, without the mark some editors put before it, and lets the bytes go.
   *
   * @throws MynahException if it isn't UTF-8
   */
  String text() {
    try {
      String text = decoded();
      pieces.clear();
      return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    } catch (CharacterCodingException notUtf8) {
      throw MynahException.of(ErrorCode.MALFORMED_BODY, "The body is not UTF-8 text.", notUtf8);
    }
  }

  private String decoded() throws CharacterCodingException {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    StringBuilder text = new StringBuilder(size);
    CharBuffer chars = CharBuffer.allocate(DECODED_AT_ONCE);
    ByteBuffer rest = ByteBuffer.allocate(0);
    for (int i = 0; i < pieces.size(); i++) {
      ByteBuffer bytes = joined(rest, pieces.get(i));
      decode(decoder, bytes, chars, text, i == pieces.size() - 1);
      rest = bytes;
    }
    return text.toString();
  }

  /** Puts the cut character that ended one piece before the next. */
  private static ByteBuffer joined(ByteBuffer rest, byte[] piece) {
    if (!rest.hasRemaining()) {
      return ByteBuffer.wrap(piece);
    }
    return ByteBuffer.allocate(rest.remaining() + piece.length).put(rest).put(piece).flip();
  }

  private static void decode(
      CharsetDecoder decoder, ByteBuffer bytes, CharBuffer chars, StringBuilder text, boolean last)
      throws CharacterCodingException {
    CoderResult result;
    do {
      result = decoder.decode(bytes, chars, last);
      if (result.isError()) {
        result.throwException();
      }
      text.append(chars.flip());
      chars.clear();
    } while (result.isOverflow());
  }
}
