package dev.mynah.server.http.ace;

import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.wire.Answer;
import dev.mynah.server.http.wire.BearerKeys;
import dev.mynah.server.http.wire.BodyReader;
import dev.mynah.server.http.wire.Dialect;
import dev.mynah.server.http.wire.Json;
import dev.mynah.server.http.wire.JsonFields;
import dev.mynah.server.http.wire.Routes;
import dev.mynah.server.http.wire.Traces;
import dev.mynah.server.speech.SpeechOrder;
import dev.mynah.server.speech.SpeechService;
import dev.mynah.server.task.Delivery;
import dev.mynah.server.task.Task;
import dev.mynah.server.task.TaskOrder;
import dev.mynah.server.task.TaskService;
import dev.mynah.server.task.TaskType;
import dev.mynah.server.token.Principal;
import dev.mynah.server.token.Scope;
import dev.mynah.server.token.TokenService;
import dev.mynah.server.voice.CloneOrder;
import dev.mynah.server.voice.CloneService;
import dev.mynah.server.voice.VoiceCatalogue;
import dev.mynah.server.voice.VoicePage;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

/**
 * The paths under {@code /fish}: make a voice, look at voices, speak, ask for tasks. A thin
 * translation: what a request means is decided by the services.
 */
public final class AceDialect implements Dialect {
  private static final String ROOT = "/fish";

  /** Everything but inline recordings fits into this many bytes of JSON. */
  private static final int SMALL_BODY_BYTES = 1 << 20;

  private final TokenService tokens;
  private final VoiceCatalogue voices;
  private final CloneService clones;
  private final SpeechService speech;
  private final TaskService tasks;
  private final AceOutcomes outcomes;
  private final AceEntities entities;
  private final TaskQueries taskQueries;
  private final BodyReader bodies;
  private final SpeechOrders speechOrders;
  private final AceSettings settings;

  public AceDialect(
      TokenService tokens,
      VoiceCatalogue voices,
      CloneService clones,
      SpeechService speech,
      TaskService tasks,
      AceLinks links,
      BodyReader bodies,
      AceSettings settings) {
    this.tokens = tokens;
    this.voices = voices;
    this.clones = clones;
    this.speech = speech;
    this.tasks = tasks;
    this.outcomes = new AceOutcomes(links, voices);
    this.entities = new AceEntities(links);
    this.taskQueries = new TaskQueries(tasks, outcomes);
    this.bodies = bodies;
    this.speechOrders = new SpeechOrders(settings.maxTextChars());
    this.settings = settings;
  }

  @Override
  public boolean owns(String path) {
    return path.equals(ROOT) || path.startsWith(ROOT + "/");
  }

  @Override
  public void addRoutes(RoutesConfig routes) {
    routes.post(ROOT + "/voices", this::makeVoice);
    Routes.get(routes, ROOT + "/model", this::listVoices);
    Routes.get(routes, ROOT + "/model/{id}", this::showVoice);
    routes.post(ROOT + "/tts", this::speak);
    routes.post(ROOT + "/audios", this::speakLegacy);
    routes.post(ROOT + "/tasks", this::showTasks);
  }

  @Override
  public Answer error(MynahException failure, String traceId) {
    return AceErrors.render(failure, traceId);
  }

  @Override
  public boolean openToAllOrigins() {
    return true;
  }

  private void makeVoice(Context context) {
    Principal caller = caller(context, Scope.CLONE);
    JsonFields body = bodies.readObject(context);
    CloneOrder order = CloneOrders.voices(body);
    TaskOrder taskOrder = taskOrder(context, TaskType.VOICES, body);
    Task task = clones.submit(order, taskOrder, caller);
    answer(context, task, taskOrder.delivery());
  }

  private void listVoices(Context context) {
    Principal caller = caller(context, Scope.SPEAK);
    VoicePage page = voices.list(ModelQueries.of(context), caller);
    send(
        context,
        new AceWire.ModelPage(
            page.total(),
            page.items().stream().map(voice -> entities.model(voice, caller)).toList(),
            page.hasMore()));
  }

  private void showVoice(Context context) {
    Principal caller = caller(context, Scope.SPEAK);
    send(context, entities.model(voices.visible(context.pathParam("id"), caller), caller));
  }

  private void speak(Context context) {
    Principal caller = caller(context, Scope.SPEAK);
    JsonFields body = bodies.readObject(context);
    SpeechOrder order = speechOrders.tts(body, context.header("model"));
    speak(context, order, taskOrder(context, TaskType.FISH_TTS, body), caller);
  }

  private void speakLegacy(Context context) {
    Principal caller = caller(context, Scope.SPEAK);
    JsonFields body = bodies.readObject(context, SMALL_BODY_BYTES);
    SpeechOrder order = speechOrders.legacy(body);
    speak(context, order, taskOrder(context, TaskType.AUDIOS, body), caller);
  }

  private void speak(Context context, SpeechOrder order, TaskOrder taskOrder, Principal caller) {
    Task task =
        taskOrder.delivery().async()
            ? speech.submit(order, taskOrder, caller)
            : speech.speakNow(order, taskOrder, caller);
    answer(context, task, taskOrder.delivery());
  }

  private void showTasks(Context context) {
    Principal caller = caller(context, Scope.SPEAK);
    send(context, taskQueries.answer(bodies.readObject(context, SMALL_BODY_BYTES), caller));
  }

  /**
   * Answers at once who goes away, and otherwise when the work has ended or may not take longer.
   */
  private void answer(Context context, Task accepted, Delivery delivery) {
    if (delivery.async()) {
      send(context, AceOutcomes.accepted(accepted));
      return;
    }
    Task task =
        accepted.state().finished() ? accepted : tasks.await(accepted.id(), settings.waitLimit());
    if (task.state().finished()) {
      send(context, outcomes.answer(task));
      return;
    }
    AceErrors.Line line = AceErrors.line(ErrorCode.WAIT_TIMED_OUT);
    Answer.of(
            line.status(),
            Json.write(
                new AceWire.Failure(
                    false,
                    task.id(),
                    new AceWire.Problem(
                        line.code(),
                        "This takes longer than an answer may wait; ask /fish/tasks for the task."),
                    task.traceId())))
        .send(context);
  }

  private Principal caller(Context context, Scope scope) {
    Principal caller = tokens.authenticate(BearerKeys.of(context));
    caller.require(scope);
    return caller;
  }

  /** A callback makes the work asynchronous, whatever the field {@code async} says. */
  private static TaskOrder taskOrder(Context context, TaskType type, JsonFields body) {
    String callbackUrl =
        body.text("callback_url", Recordings.MAX_URL_CHARS)
            .map(String::strip)
            .filter(url -> !url.isEmpty())
            .orElse(null);
    boolean async = body.flag("async", false) || callbackUrl != null;
    return new TaskOrder(
        type,
        Recordings.withoutInline(body.node()),
        Traces.of(context),
        new Delivery(callbackUrl, async));
  }

  private static void send(Context context, Object body) {
    Answer.of(200, Json.write(body)).send(context);
  }
}
