package dev.mynah.server.http;

import dev.mynah.server.http.wire.Dialect;
import dev.mynah.server.http.wire.RequestHead;
import java.util.List;

/** Finds the dialect a request belongs to. */
final class DialectMap {
  private final List<Dialect> dialects;
  private final Dialect plain = new PlainDialect();

  DialectMap(List<Dialect> dialects) {
    this.dialects = List.copyOf(dialects);
  }

  List<Dialect> all() {
    return dialects;
  }

  Dialect owning(RequestHead request) {
    for (Dialect dialect : dialects) {
      if (dialect.owns(request)) {
        return dialect;
      }
    }
    return plain;
  }
}
