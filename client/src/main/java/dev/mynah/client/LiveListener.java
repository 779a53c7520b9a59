package dev.mynah.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Takes messages of live speech from a socket, one whenever the reader of the audio asks for more,
 * and hands their audio on. Whatever else comes is passed over, and the next message asked for.
 */
final class LiveListener implements WebSocket.Listener {
  private static final int MAX_MESSAGE = 16 << 20; // bytes
  private static final int NORMAL = 1000;

  private final BodyStream audio;
  private final PartReader parts;
  private final ErrorReader errors;
  private final ByteArrayOutputStream message = new ByteArrayOutputStream();
  private boolean ended; // of the socket's thread

  LiveListener(BodyStream audio, PartReader parts, ErrorReader errors) {
    this.audio = audio;
    this.parts = parts;
    this.errors = errors;
  }

  @Override
  public void onOpen(WebSocket socket) {
    audio.onSubscribe(
        new Flow.Subscription() {
          @Override
          public void request(long count) {
            socket.request(count);
          }

          @Override
          public void cancel() {
            socket.abort();
          }
        });
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
    byte[] bytes = new byte[data.remaining()];
    data.get(bytes);
    return take(socket, bytes, last);
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
    return take(socket, new byte[0], last); // none of the services writes text to who writes bytes
  }

  private @Nullable CompletionStage<?> take(WebSocket socket, byte[] bytes, boolean last) {
    if (message.size() + bytes.length > MAX_MESSAGE) {
      fail(socket, UnexpectedAnswerException.of("A message is larger than 16 MiB."));
      return null;
    }
    message.writeBytes(bytes);
    boolean handedOn = false;
    if (last) {
      byte[] whole = message.toByteArray();
      message.reset();
      try {
        handedOn = whole.length > 0 && handle(socket, MessagePack.read(ByteBuffer.wrap(whole)));
      } catch (UnexpectedAnswerException e) {
        fail(socket, e);
      }
    }
    if (!handedOn && !ended) {
      socket.request(1);
    }
    return null;
  }

  /** Returns whether the reader got what it asked for. */
  private boolean handle(WebSocket socket, JsonNode event) {
    switch (Json.textOr(event, "event", "")) {
      case "audio" -> {
        SpokenPart part = parts.read(event);
        if (part.audio().length == 0) {
          return false;
        }
        audio.onNext(List.of(ByteBuffer.wrap(part.audio())));
        return true;
      }
      case "finish" -> {
        finish(socket, event);
        return true;
      }
      default -> {
        return false;
      }
    }
  }

  private void finish(WebSocket socket, JsonNode event) {
    if (Json.textOr(event, "reason", "stop").equals("stop")) {
      ended = true;
      audio.onComplete();
      var unused = socket.sendClose(NORMAL, ""); // failed, it is closed already
      return;
    }
    String reason = Json.textOr(event, "message", "no reason given");
    fail(
        socket,
        new ServiceException(
            errors.without("The live speech failed: " + reason),
            MynahClientException.Details.NONE));
  }

  private void fail(WebSocket socket, Throwable failure) {
    if (!ended) {
      ended = true;
      audio.onError(failure);
      socket.abort();
    }
  }

  @Override
  public @Nullable CompletionStage<?> onPing(WebSocket socket, ByteBuffer data) {
    socket.request(1); // the answer is sent by the socket itself
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onPong(WebSocket socket, ByteBuffer data) {
    socket.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
    String shown = errors.without(reason);
    fail(socket, new IOException("The service closed the live speech: " + code + " " + shown));
    return null;
  }

  @Override
  public void onError(WebSocket socket, Throwable failure) {
    fail(socket, failure);
  }
}
