package dev.mynah.server.http.fish;

import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.wire.BodyRules;
import dev.mynah.server.http.wire.ClientWatch;
import dev.mynah.server.http.wire.JsonFields;
import dev.mynah.server.http.wire.StreamedBody;
import dev.mynah.server.http.wire.Traces;
import dev.mynah.server.speech.SpeechListener;
import dev.mynah.server.speech.SpeechOrder;
import dev.mynah.server.speech.SpeechService;
import dev.mynah.server.speech.SpeechSession;
import dev.mynah.server.speech.StreamOrder;
import dev.mynah.server.task.TaskType;
import dev.mynah.server.token.Principal;
import dev.mynah.server.token.Scope;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Speaks while the caller listens: plain audio at {@code /v1/tts}, events with audio and the times
 * of its words at {@code /v1/tts/stream/with-timestamp}. What is wrong is told before the first
 * byte as any error is; what fails afterwards breaks the connection, so that nobody takes a part
 * for the whole.
 */
public final class SpeechEndpoints implements FishEndpoints {
  private static final Logger LOG = LoggerFactory.getLogger(SpeechEndpoints.class);

  private final FishCalls calls;
  private final SpeechService speech;

  public SpeechEndpoints(FishCalls calls, SpeechService speech) {
    this.calls = calls;
    this.speech = speech;
  }

  @Override
  public void addRoutes(RoutesConfig routes) {
    routes.post("/v1/tts", calls.behind(Scope.SPEAK, this::speak));
    routes.post(
        "/v1/tts/stream/with-timestamp", calls.behind(Scope.SPEAK, this::speakWithTimestamps));
  }

  private void speak(Context context, Principal caller) {
    SpeechOrder order = order(context);
    StreamedBody body =
        new StreamedBody(context, order.encoding().format().contentType(), () -> {});
    try {
      speak(context, order, caller, body::write);
    } catch (MynahException e) {
      breakOff(context, body, e);
    } catch (IOException gone) {
      body.breakOff(gone);
    }
  }

  private void speakWithTimestamps(Context context, Principal caller) {
    SpeechOrder order = order(context);
    StreamedBody body = new StreamedBody(context, SpeechEvents.CONTENT_TYPE, () -> {});
    try (SpeechEvents events = new SpeechEvents(body)) {
      try {
        speak(context, order, caller, events);
      } catch (MynahException e) {
        events.endComments(); // so that nothing begins between the look and the answer
        if (body.begun()) {
          events.failed(FishErrors.render(FishCalls.aboutReference(e)));
        }
        breakOff(context, body, e);
      }
    } catch (IOException gone) {
      body.breakOff(gone);
    }
  }

  private SpeechOrder order(Context context) {
    JsonFields body = calls.body(context, BodyRules.withFiles(SpeechOrders.MAX_REFERENCES));
    return SpeechOrders.withText(body);
  }

  private void speak(Context context, SpeechOrder order, Principal caller, SpeechListener listener)
      throws IOException {
    StreamOrder stream = new StreamOrder(TaskType.TTS_STREAM, Traces.of(context));
    try (SpeechSession session =
        speech.begin(order, stream, caller, listener, new ClientWatch(context))) {
      session.say(order.text());
      session.finish();
    }
  }

  /** Throws the failure on while it can still be told. */
  private static void breakOff(Context context, StreamedBody body, MynahException failure) {
    if (!body.begun()) {
      throw FishCalls.aboutReference(failure);
    }
    if (failure.code() == ErrorCode.INTERNAL) {
      LOG.error("request {} broke off", Traces.of(context), failure);
    } else {
      LOG.info("request {} broke off with {}", Traces.of(context), failure.code());
    }
    body.breakOff(failure);
  }
}
