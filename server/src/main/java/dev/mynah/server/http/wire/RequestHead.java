package dev.mynah.server.http.wire;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a request shows before its body is read; enough to tell whose language it speaks.
 *
 * @param path the path asked for
 * @param headers returns the value of a header field, or null where there is none
 */
public record RequestHead(String path, Function<String, @Nullable String> headers) {

  /** Returns the value of a header field; empty if there is none. */
  public String header(String name) {
    String value = headers.apply(name);
    return value == null ? "" : value;
  }
}
