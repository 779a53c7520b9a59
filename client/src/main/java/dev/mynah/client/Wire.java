package dev.mynah.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLEncoder;
import java.util.UUID;

/** What all parts of a client share: whom they talk to, and how. */
record Wire(Settings settings, Transport transport, Background background) {
  Service service() {
    return settings.service();
  }

  boolean isMynah() {
    return service() == Service.MYNAH;
  }

  boolean isAce() {
    return service() == Service.ACE_DATA_CLOUD;
  }

  /** Returns the URL of a path, which begins with a slash, and of a query, if it has one. */
  URI url(String path) {
    return URI.create(settings.baseUrl() + path);
  }

  /** Returns a text as it stands within a path. */
  static String segment(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  /** Makes a POST that may be repeated wherever the service knows repetitions. */
  Call once(Call call) {
    return isMynah() ? call.withIdempotencyKey(UUID.randomUUID().toString()) : call;
  }

  /** Returns the object that is the answer. */
  JsonNode ask(Call call) {
    return Json.readObject(transport.send(call).body(), call.words());
  }
}
