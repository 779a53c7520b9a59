package dev.mynah.server.http.ace;

import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.wire.JsonFields;
import dev.mynah.server.speech.SpeechOrder;
import dev.mynah.server.speech.SpeechService;
import dev.mynah.server.task.Task;
import dev.mynah.server.task.TaskOrder;
import dev.mynah.server.task.TaskType;
import dev.mynah.server.token.Principal;
import io.javalin.http.Context;

/** Speaks, at {@code /fish/tts} and {@code /fish/audios}. */
final class SpeechEndpoints {
  private final AceCalls calls;
  private final SpeechService speech;
  private final SpeechOrders orders;

  SpeechEndpoints(AceCalls calls, SpeechService speech, SpeechOrders orders) {
    this.calls = calls;
    this.speech = speech;
    this.orders = orders;
  }

  /** {@code POST /fish/tts}. */
  void speak(Context context, Principal caller) {
    JsonFields body = calls.body(context);
    SpeechOrder order = orders.tts(body, context.header("model"));
    speak(context, order, calls.order(context, TaskType.FISH_TTS, body), caller);
  }

  /** {@code POST /fish/audios}. */
  void speakLegacy(Context context, Principal caller) {
    JsonFields body = calls.smallBody(context);
    SpeechOrder order = orders.legacy(body);
    try {
      speak(context, order, calls.order(context, TaskType.AUDIOS, body), caller);
    } catch (MynahException e) {
      throw LegacyNames.told(e);
    }
  }

  /** A request that may be repeated goes the durable way: a crash can't make it speak twice. */
  private void speak(Context context, SpeechOrder order, TaskOrder taskOrder, Principal caller) {
    Task task =
        taskOrder.delivery().async() || taskOrder.idempotencyKey() != null
            ? speech.submit(order, taskOrder, caller)
            : speech.speakNow(order, taskOrder, caller);
    calls.answer(context, task, taskOrder.delivery());
  }
}
