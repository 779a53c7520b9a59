package dev.mynah.server.http.ace;

import dev.mynah.server.http.entity.ModelEntities;
import dev.mynah.server.http.wire.JsonFields;
import dev.mynah.server.task.Task;
import dev.mynah.server.task.TaskOrder;
import dev.mynah.server.task.TaskType;
import dev.mynah.server.token.Principal;
import dev.mynah.server.voice.CloneOrder;
import dev.mynah.server.voice.CloneService;
import dev.mynah.server.voice.VoiceCatalogue;
import dev.mynah.server.voice.VoicePage;
import io.javalin.http.Context;

/** Makes voices, at {@code /fish/voices} and {@code /fish/model}, and shows them. */
final class ModelEndpoints {
  private final AceCalls calls;
  private final VoiceCatalogue voices;
  private final CloneService clones;
  private final ModelEntities entities;

  ModelEndpoints(
      AceCalls calls, VoiceCatalogue voices, CloneService clones, ModelEntities entities) {
    this.calls = calls;
    this.voices = voices;
    this.clones = clones;
    this.entities = entities;
  }

  /** {@code POST /fish/voices}. */
  void cloneLegacy(Context context, Principal caller) {
    JsonFields body = calls.body(context);
    make(context, CloneOrders.voices(body), TaskType.VOICES, body, caller);
  }

  /** {@code POST /fish/model}. */
  void create(Context context, Principal caller) {
    JsonFields body = calls.body(context);
    make(context, CloneOrders.model(body), TaskType.FISH_MODEL_CREATE, body, caller);
  }

  private void make(
      Context context, CloneOrder order, TaskType type, JsonFields body, Principal caller) {
    TaskOrder taskOrder = calls.order(context, type, body);
    Task task = clones.submit(order, taskOrder, caller);
    calls.answer(context, task, taskOrder.delivery());
  }

  /** {@code GET /fish/model}. */
  void list(Context context) {
    Principal caller = calls.reader(context);
    VoicePage page = voices.list(ModelQueries.of(context), caller);
    AceCalls.send(
        context,
        new AceWire.ModelPage(
            page.total(),
            page.items().stream().map(voice -> entities.model(voice, caller)).toList(),
            page.hasMore()));
  }

  /** {@code GET /fish/model/{id}}. */
  void show(Context context) {
    Principal caller = calls.reader(context);
    AceCalls.send(context, entities.model(voices.visible(context.pathParam("id"), caller), caller));
  }
}
