package dev.mynah.server.http.fish;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.wire.JsonFields;
import dev.mynah.server.http.wire.PlainErrors;
import dev.mynah.server.http.wire.RequestKeys;
import dev.mynah.server.http.wire.Traces;
import dev.mynah.server.task.Delivery;
import dev.mynah.server.task.Task;
import dev.mynah.server.task.TaskOrder;
import dev.mynah.server.task.TaskResult;
import dev.mynah.server.task.TaskService;
import dev.mynah.server.task.TaskType;
import dev.mynah.server.token.Principal;
import dev.mynah.server.voice.CloneOrder;
import dev.mynah.server.voice.CloneService;
import dev.mynah.server.voice.Voice;
import dev.mynah.server.voice.VoiceCatalogue;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.Optional;

/** Has voices made while their callers wait. */
public final class VoiceOrders {
  private static final String IMAGE_FIELD = "image_url"; // as the service knows it

  private final CloneService clones;
  private final TaskService tasks;
  private final VoiceCatalogue voices;
  private final Duration waitLimit;

  /**
   * @param waitLimit how long a caller waits; a voice that takes longer is shown as it stands
   */
  public VoiceOrders(
      CloneService clones, TaskService tasks, VoiceCatalogue voices, Duration waitLimit) {
    this.clones = clones;
    this.tasks = tasks;
    this.voices = voices;
    this.waitLimit = waitLimit;
  }

  /**
   * Returns the voice that was ordered: made, or still being made when the wait is over.
   *
   * @param body what was sent
   * @throws MynahException if it is refused or its making failed
   */
  Voice make(Context context, CloneOrder order, JsonFields body, Principal caller) {
    ObjectNode request = RequestCopy.of(body.node());
    TaskOrder taskOrder =
        new TaskOrder(TaskType.MODEL_CREATE, request, Traces.of(context), Delivery.WAIT)
            .withIdempotencyKey(RequestKeys.of(context, request));
    Task accepted = submit(order, taskOrder, caller);
    Traces.set(context, accepted.traceId()); // an earlier request's, if this one repeats it
    Task task = accepted.state().finished() ? accepted : tasks.await(accepted.id(), waitLimit);
    if (task.result() instanceof TaskResult.TaskFailure failure) {
      throw MynahException.of(failure.code(), told(failure.message()));
    }
    Optional<Voice> voice =
        task.result() instanceof TaskResult.VoiceMade made
            ? Optional.of(voices.visible(made.voiceId(), caller))
            : voices.ofTask(task.id(), caller);
    return voice.orElseThrow(
        () -> MynahException.of(ErrorCode.NOT_FOUND, "The voice was deleted."));
  }

  private Task submit(CloneOrder order, TaskOrder taskOrder, Principal caller) {
    try {
      return clones.submit(order, taskOrder, caller);
    } catch (MynahException e) {
      if (e.field().filter(IMAGE_FIELD::equals).isEmpty()) {
        throw e;
      }
      throw MynahException.of(e.code(), told(PlainErrors.messageOf(e)), e);
    }
  }

  private static String told(String message) {
    return message.replace(IMAGE_FIELD, "cover_image");
  }
}
