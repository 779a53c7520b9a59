package dev.mynah.server.http.console;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file of the console, ready to be sent.
 *
 * @param mediaType as in the header field
 * @param content its bytes
 * @param zipped the same in gzip, or null where that saves nothing worth having
 * @param tag entity tag of the content, with its quotes
 */
record ConsoleFile(String mediaType, byte[] content, byte @Nullable [] zipped, String tag) {
  /** Below this the header fields outweigh what gzip saves. */
  private static final int LEAST_ZIPPED_BYTES = 512;

  private static final int TAG_CHARS = 24;

  /** Makes a file of its name and content. */
  static ConsoleFile of(String name, byte[] content) {
    String ending = name.substring(name.lastIndexOf('.') + 1);
    String hash = digest(content).substring(0, TAG_CHARS);
    return new ConsoleFile(mediaType(ending), content, zipped(content), "\"" + hash + "\"");
  }

  /** Returns the tag of one of the two forms, which differ byte by byte. */
  String tagOf(boolean inGzip) {
    return inGzip ? tag.substring(0, tag.length() - 1) + "-gz\"" : tag;
  }

  private static String mediaType(String ending) {
    return switch (ending) {
      case "html" -> "text/html;charset=utf-8";
      case "css" -> "text/css;charset=utf-8";
      case "js" -> "text/javascript;charset=utf-8";
      case "json" -> "application/json";
      case "webmanifest" -> "application/manifest+json";
      case "svg" -> "image/svg+xml";
      case "png" -> "image/png";
      case "yaml" -> "application/yaml";
      default -> throw new IllegalStateException("no media type for files ending in " + ending);
    };
  }

  private static byte @Nullable [] zipped(byte[] content) {
    if (content.length < LEAST_ZIPPED_BYTES) {
      return null;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(content.length);
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(content);
    } catch (IOException impossible) {
      throw new UncheckedIOException("memory can't fail to be written", impossible);
    }
    return out.size() < content.length ? out.toByteArray() : null;
  }

  /** Returns the SHA-256 in hex. */
  static String digest(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
