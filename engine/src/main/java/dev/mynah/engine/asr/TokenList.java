package dev.mynah.engine.asr;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/*
 * The network writes in the tokens of the first Llama models. Their list is kept as Base64 of one
 * token a line inside a JavaScript file. A token is a piece of UTF-8 text, in which a low block
 * stands for a space, or a single byte written <0xE2>: letters without a token of their own come as
 * several of those, so that text is only put together from the bytes of all tokens.
 */
/** The pieces of text a network writes in. */
final class TokenList {
  private static final String MARK = "llama_vocab_base64 = \"";
  private static final Pattern BYTE = Pattern.compile("<0x([0-9A-F]{2})>");
  private static final char SPACE = '\u2581'; // lower one eighth block

  /** Tokens before this one are signs of the network to itself: unknown, begin, end. */
  private static final int FIRST_TEXT = 3;

  private static final byte[] NOTHING = {};

  private final byte[][] bytes; // [token][byte], UTF-8

  private TokenList(List<String> tokens) {
    bytes = new byte[tokens.size()][];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = i < FIRST_TEXT ? NOTHING : bytesOf(tokens.get(i));
    }
  }

  /**
   * Reads the list out of the JavaScript file it is published in.
   *
   * @throws IOException if it can't be read or holds no list
   */
  static TokenList read(Path file) throws IOException {
    String script = Files.readString(file);
    int mark = script.indexOf(MARK);
    int from = mark + MARK.length();
    int to = script.indexOf('"', from);
    if (mark < 0 || to < 0) {
      throw new IOException(file + " holds no list of tokens");
    }
    try {
      byte[] lines = Base64.getDecoder().decode(script.substring(from, to));
      return of(List.of(new String(lines, StandardCharsets.UTF_8).split("\n", -1)));
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " holds a damaged list of tokens", e);
    }
  }

  /** Makes a list of tokens, each at its number. */
  static TokenList of(List<String> tokens) {
    return new TokenList(tokens);
  }

  private static byte[] bytesOf(String token) {
    Matcher single = BYTE.matcher(token);
    return single.matches()
        ? HexFormat.of().parseHex(single.group(1))
        : token.replace(SPACE, ' ').getBytes(StandardCharsets.UTF_8);
  }

  /** Returns how many tokens there are. */
  int size() {
    return bytes.length;
  }

  /** Returns the text of tokens in a row, without space around it. */
  String text(int[] tokens) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (int token : tokens) {
      text.writeBytes(token < bytes.length ? bytes[token] : NOTHING);
    }
    return text.toString(StandardCharsets.UTF_8).replaceAll("\\s+", " ").strip();
  }
}
