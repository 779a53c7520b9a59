package dev.mynah.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/** A form with files (RFC 7578). Files are read while they are sent. */
final class Multipart {
  private final String boundary = "mynah-" + UUID.randomUUID();
  private final List<Supplier<BodyPublisher>> parts = new ArrayList<>();

  /** Adds a field. */
  Multipart field(String name, String value) {
    String part = head(name, "") + "\r\n" + value + "\r\n";
    parts.add(() -> BodyPublishers.ofString(part));
    return this;
  }

  /** Adds a file. */
  Multipart file(String name, Recording file) {
    String fileName = file.name().isEmpty() ? "recording" : file.name();
    String head =
        head(name, "; filename=\"" + quoted(fileName) + "\"")
            + "Content-Type: application/octet-stream\r\n\r\n";
    parts.add(
        () ->
            BodyPublishers.concat(
                BodyPublishers.ofString(head),
                file.publisher(name),
                BodyPublishers.ofString("\r\n")));
    return this;
  }

  private String head(String name, String more) {
    return "--"
        + boundary
        + "\r\nContent-Disposition: form-data; name=\""
        + quoted(name)
        + "\""
        + more
        + "\r\n";
  }

  /** Writes what would end a quoted text as browsers do. */
  private static String quoted(String text) {
    return text.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
  }

  Body body() {
    List<Supplier<BodyPublisher>> all = new ArrayList<>(parts);
    byte[] end = ("--" + boundary + "--\r\n").getBytes(UTF_8);
    all.add(() -> BodyPublishers.ofByteArray(end));
    return new Body(
        "multipart/form-data; boundary=" + boundary,
        () -> BodyPublishers.concat(all.stream().map(Supplier::get).toArray(BodyPublisher[]::new)));
  }
}
