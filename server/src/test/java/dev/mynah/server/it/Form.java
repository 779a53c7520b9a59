package dev.mynah.server.it;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;

/** A form with files, part by part, as clients write it. */
final class Form {
  private static final String EDGE = "edge-of-a-part";

  private final ByteArrayOutputStream body = new ByteArrayOutputStream();

  /** Adds a text; several of one name make several parts. */
  Form with(String name, String... texts) {
    for (String text : texts) {
      part("name=\"" + name + "\"", "", text.getBytes(StandardCharsets.UTF_8));
    }
    return this;
  }

  Form withFile(String name, String fileName, byte[] content) {
    part(
        "name=\"" + name + "\"; filename=\"" + fileName + "\"",
        "Content-Type: application/octet-stream\r\n",
        content);
    return this;
  }

  private void part(String disposition, String type, byte[] content) {
    body.writeBytes(
        ("--"
                + EDGE
                + "\r\nContent-Disposition: form-data; "
                + disposition
                + "\r\n"
                + type
                + "\r\n")
            .getBytes(StandardCharsets.UTF_8));
    body.writeBytes(content);
    body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
  }

  /** Makes this the body of a request. */
  HttpRequest.Builder in(HttpRequest.Builder request, String method) {
    byte[] end = ("--" + EDGE + "--\r\n").getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(body.toByteArray());
    whole.writeBytes(end);
    return request
        .header("content-type", "multipart/form-data; boundary=" + EDGE)
        .method(method, HttpRequest.BodyPublishers.ofByteArray(whole.toByteArray()));
  }
}
