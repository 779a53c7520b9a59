package dev.mynah.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.function.Supplier;

/**
 * What is sent with a request.
 *
 * @param contentType of it
 * @param publisher makes the same bytes anew for every try
 */
record Body(String contentType, Supplier<BodyPublisher> publisher) {
  static Body json(JsonNode tree) {
    byte[] bytes = tree.toString().getBytes(UTF_8);
    return new Body("application/json", () -> BodyPublishers.ofByteArray(bytes));
  }

  static Body messagePack(JsonNode tree) {
    byte[] bytes = MessagePack.write(tree);
    return new Body("application/msgpack", () -> BodyPublishers.ofByteArray(bytes));
  }
}
