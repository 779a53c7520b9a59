package dev.mynah.server.http.ace;

import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.entity.ModelEntities;
import dev.mynah.server.http.entity.PublicLinks;
import dev.mynah.server.http.wire.Admission;
import dev.mynah.server.http.wire.Answer;
import dev.mynah.server.http.wire.BodyReader;
import dev.mynah.server.http.wire.Dialect;
import dev.mynah.server.http.wire.Routes;
import dev.mynah.server.speech.SpeechService;
import dev.mynah.server.task.TaskService;
import dev.mynah.server.token.Scope;
import dev.mynah.server.token.TokenService;
import dev.mynah.server.voice.CloneService;
import dev.mynah.server.voice.VoiceCatalogue;
import io.javalin.config.RoutesConfig;

/**
 * The paths under {@code /fish}: make a voice, look at voices, speak, ask for tasks. A thin
 * translation: what a request means is decided by the services.
 */
public final class AceDialect implements Dialect {
  private static final String ROOT = "/fish";

  private final Admission admission;
  private final ModelEndpoints models;
  private final SpeechEndpoints speech;
  private final TaskEndpoints tasks;

  public AceDialect(
      TokenService tokens,
      Admission admission,
      VoiceCatalogue voices,
      CloneService clones,
      SpeechService speech,
      TaskService tasks,
      PublicLinks links,
      BodyReader bodies,
      AceSettings settings) {
    this.admission = admission;
    AceOutcomes outcomes = new AceOutcomes(links, voices);
    AceCalls calls = new AceCalls(tokens, tasks, outcomes, bodies, settings);
    this.models = new ModelEndpoints(calls, voices, clones, new ModelEntities(links));
    this.speech = new SpeechEndpoints(calls, speech, new SpeechOrders(settings.maxTextChars()));
    this.tasks = new TaskEndpoints(calls, tasks, outcomes);
  }

  @Override
  public boolean owns(String path) {
    return path.equals(ROOT) || path.startsWith(ROOT + "/");
  }

  @Override
  public void addRoutes(RoutesConfig routes) {
    routes.post(ROOT + "/voices", admission.behind(Scope.CLONE, models::cloneLegacy));
    routes.post(ROOT + "/model", admission.behind(Scope.CLONE, models::create));
    Routes.get(routes, ROOT + "/model", models::list);
    Routes.get(routes, ROOT + "/model/{id}", models::show);
    routes.post(ROOT + "/tts", admission.behind(Scope.SPEAK, speech::speak));
    routes.post(ROOT + "/audios", admission.behind(Scope.SPEAK, speech::speakLegacy));
    routes.post(ROOT + "/tasks", tasks::answer);
  }

  @Override
  public Answer error(MynahException failure, String traceId) {
    return AceErrors.render(failure, traceId);
  }

  @Override
  public boolean openToAllOrigins() {
    return true;
  }
}
