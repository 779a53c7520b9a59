package dev.mynah.server.http.console;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.mynah.server.http.wire.ClientWatch;
import dev.mynah.server.http.wire.Json;
import dev.mynah.server.http.wire.Routes;
import dev.mynah.server.http.wire.StreamedBody;
import dev.mynah.server.model.ModelJob;
import dev.mynah.server.model.ModelShelf;
import dev.mynah.server.model.ShelvedModel;
import dev.mynah.server.token.Principal;
import dev.mynah.server.token.Scope;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code /console/api/models}: what there is, for every key; fetching and verifying, for keys that
 * look after the server. Progress is sent as events until the job ends.
 */
public final class ModelEndpoints implements ConsoleEndpoints {
  private static final String ROOT = "/console/api/models";

  /** So often something is sent although nothing changed, to notice who has gone. */
  private static final Duration QUIET = Duration.ofSeconds(2);

  private static final byte[] STILL_HERE = ":\n\n".getBytes(StandardCharsets.UTF_8);

  private final ConsoleCalls calls;
  private final ModelShelf shelf;

  public ModelEndpoints(ConsoleCalls calls, ModelShelf shelf) {
    this.calls = calls;
    this.shelf = shelf;
  }

  @Override
  public void addRoutes(RoutesConfig routes) {
    Routes.get(routes, ROOT, this::list);
    Routes.get(routes, ROOT + "/progress", this::progress);
    routes.post(ROOT + "/{name}/pull", context -> begin(context, ModelJob.Kind.PULL));
    routes.post(ROOT + "/{name}/verify", context -> begin(context, ModelJob.Kind.VERIFY));
  }

  private void list(Context context) {
    Principal caller = calls.caller(context);
    boolean admin = caller.has(Scope.ADMIN);
    List<Model> models = shelf.models().stream().map(model -> Model.of(model, admin)).toList();
    Job job = shelf.job().filter(any -> admin).map(Job::of).orElse(null);
    ConsoleCalls.send(context, 200, new Shelf(models, job));
  }

  private void begin(Context context, ModelJob.Kind kind) {
    calls.caller(context, Scope.ADMIN);
    String name = context.pathParam("name");
    ModelJob job =
        switch (kind) {
          case PULL -> shelf.pull(name);
          case VERIFY -> shelf.verify(name);
        };
    ConsoleCalls.send(context, 202, Job.of(job));
  }

  /**
   * Sends the job as it is and then at every change, and ends with it; nothing if there is none.
   */
  private void progress(Context context) throws IOException, InterruptedException {
    calls.caller(context, Scope.ADMIN);
    ClientWatch client = new ClientWatch(context);
    StreamedBody body = new StreamedBody(context, "text/event-stream", () -> {});
    long seen = 0;
    boolean under = shelf.job().isPresent();
    body.write(STILL_HERE);
    while (under && !client.cancelled()) {
      Optional<ModelJob> job = shelf.awaitChange(seen, QUIET);
      if (job.isPresent()) {
        seen = job.get().revision();
        under = !job.get().ended();
      }
      if (!sent(body, job)) {
        return;
      }
    }
  }

  private static boolean sent(StreamedBody body, Optional<ModelJob> job) {
    try {
      body.write(job.map(ModelEndpoints::event).orElse(STILL_HERE));
      return true;
    } catch (IOException gone) {
      return false; // the job goes on without its watcher
    }
  }

  private static byte[] event(ModelJob job) {
    String data = new String(Json.write(Job.of(job)), StandardCharsets.UTF_8);
    return ("event: job\ndata: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
  }

  @JsonInclude(JsonInclude.Include.ALWAYS)
  private record Shelf(List<Model> models, @Nullable Job job) {}

  /** A model; where its files are is told to those who look after the server. */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  private record Model(
      String name,
      String version,
      String title,
      long bytes,
      boolean installed,
      boolean used,
      String licence,
      String credit,
      String home,
      List<String> sources,
      @Nullable String folder) {
    static Model of(ShelvedModel model, boolean admin) {
      return new Model(
          model.name(),
          model.version(),
          model.title(),
          model.bytes(),
          model.installed(),
          model.used(),
          model.licence(),
          model.credit(),
          model.home(),
          model.sources(),
          admin ? model.folder() : null);
    }
  }

  /** A job; {@code kind} is pull or verify, {@code state} running, done or failed. */
  private record Job(
      String model,
      String kind,
      String state,
      String step,
      long done,
      long total,
      List<String> problems) {
    static Job of(ModelJob job) {
      return new Job(
          job.model(),
          job.kind().name().toLowerCase(Locale.ROOT),
          job.state().name().toLowerCase(Locale.ROOT),
          job.step(),
          job.done(),
          job.total(),
          job.problems());
    }
  }
}
