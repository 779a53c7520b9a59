package dev.mynah.server.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mynah.server.http.wire.Json;
import dev.mynah.server.http.wire.MessagePackTree;
import dev.mynah.server.testing.RawWebSocket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Speaks live, event by event, over a socket of its own. */
final class LiveClient implements AutoCloseable {
  static final String PATH = "/v1/tts/live";
  static final String ALIGNED_PATH = PATH + "/with-timestamp";

  final RawWebSocket socket;

  LiveClient(int port, String path, String key) throws IOException {
    socket = new RawWebSocket(port, path, "Authorization: Bearer " + key + "\r\n");
  }

  /**
   * What the server said.
   *
   * @param name of the event; empty if the socket was closed instead
   * @param fields all of it
   * @param bytes of the message
   * @param closeCode why the socket was closed, 0 if it wasn't
   */
  record Event(String name, JsonNode fields, int bytes, int closeCode) {
    boolean isFinish() {
      return name.equals("finish");
    }

    String reason() {
      return fields.path("reason").asText();
    }

    String message() {
      return fields.path("message").asText();
    }

    byte[] audio() {
      try {
        return fields.path("audio").binaryValue();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * All events up to a finish.
   *
   * @param events the finish is the last one
   */
  record Heard(List<Event> events) {
    Event finish() {
      return events.getLast();
    }

    List<Event> audioEvents() {
      return events.stream().filter(event -> event.name().equals("audio")).toList();
    }

    byte[] audio() {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      audioEvents().forEach(event -> all.writeBytes(event.audio()));
      return all.toByteArray();
    }
  }

  void start(Map<String, ?> request) throws IOException {
    send(Json.object().put("event", "start").set("request", Json.tree(request)));
  }

  /** Begins plain samples, 24,000 a second, in 16 bits. */
  void startPcm() throws IOException {
    start(Map.of("text", "", "format", "pcm", "sample_rate", 24_000));
  }

  void text(String text) throws IOException {
    send(Json.object().put("event", "text").put("text", text));
  }

  void flush() throws IOException {
    send(Json.object().put("event", "flush"));
  }

  void stop() throws IOException {
    send(Json.object().put("event", "stop"));
  }

  void send(JsonNode event) throws IOException {
    socket.send(RawWebSocket.BINARY, MessagePackTree.write(event));
  }

  /** Waits for the next event. */
  Event receive() throws IOException {
    RawWebSocket.Frame frame = socket.receiveMessage();
    return switch (frame.opcode()) {
      case RawWebSocket.BINARY -> event(MessagePackTree.read(frame.payload()), frame);
      case RawWebSocket.TEXT -> event(Json.read(frame.text()), frame);
      default -> new Event("", Json.object(), 0, frame.ended() ? -1 : frame.closeCode());
    };
  }

  private static Event event(JsonNode fields, RawWebSocket.Frame frame) {
    return new Event(fields.path("event").asText(), fields, frame.payload().length, 0);
  }

  /** Waits for the finish, or the end of the socket. */
  Heard hear() throws IOException {
    List<Event> events = new ArrayList<>();
    do {
      events.add(receive());
    } while (!events.getLast().isFinish() && events.getLast().closeCode() == 0);
    return new Heard(events);
  }

  /** Speaks a text and waits until it has been spoken. */
  Heard say(String text) throws IOException {
    startPcm();
    text(text);
    stop();
    return hear();
  }

  static ObjectNode event(String name) {
    return Json.object().put("event", name);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
