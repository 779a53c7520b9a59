package dev.mynah.server.http.openai;

import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.wire.Admission;
import dev.mynah.server.http.wire.Answer;
import dev.mynah.server.http.wire.Dialect;
import dev.mynah.server.http.wire.RequestBodies;
import dev.mynah.server.http.wire.RequestHead;
import dev.mynah.server.http.wire.Routes;
import dev.mynah.server.recognition.RecognitionService;
import dev.mynah.server.token.Scope;
import dev.mynah.server.token.TokenService;
import io.javalin.config.RoutesConfig;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The paths OpenAI's clients call for speech. Two services have their paths under {@code /v1}: a
 * path one of them has is that one's, and at a path neither has an error takes the shape the caller
 * can read.
 */
public final class OpenAiDialect implements Dialect {
  private static final String AUDIO = "/v1/audio";
  private static final String VOICES = AUDIO + "/voices";
  private static final String CONSENTS = AUDIO + "/voice_consents";
  private static final String MODELS = "/v1/models";
  private static final String ROOT = "/v1/";

  /** Roots of OpenAI's that nobody else has; there is nothing at them here. */
  private static final List<String> FOREIGN_ROOTS =
      List.of(
          "/v1/chat",
          "/v1/completions",
          "/v1/responses",
          "/v1/embeddings",
          "/v1/realtime",
          "/v1/images",
          "/v1/videos",
          "/v1/files",
          "/v1/moderations",
          "/v1/fine_tuning",
          "/v1/batches",
          "/v1/assistants",
          "/v1/threads",
          "/v1/vector_stores");

  private final OpenAiCalls calls;
  private final ModelEndpoints models;
  private final VoiceEndpoints voices;
  private final VoiceCreation creation;
  private final ConsentEndpoints consents;
  private final SpeechEndpoint speech;
  private final @Nullable TranscriptionEndpoints transcriptions;

  /**
   * @param bodies reads what is sent
   * @param settings what the server can do
   */
  public OpenAiDialect(
      TokenService tokens,
      Admission admission,
      RequestBodies bodies,
      OpenAiServices services,
      OpenAiSettings settings) {
    this.calls = new OpenAiCalls(tokens, admission, System::nanoTime);
    OpenAiVoices names = new OpenAiVoices(services.voices());
    models = new ModelEndpoints(settings.engine(), settings.recognizer());
    voices = new VoiceEndpoints(services.voices(), names, services.erasure());
    creation =
        new VoiceCreation(
            bodies,
            services.consents(),
            services.clones(),
            services.tasks(),
            services.voices(),
            settings.waitLimit());
    consents = new ConsentEndpoints(bodies, services.consents());
    RecognitionService recognition = services.recognition();
    transcriptions =
        recognition == null ? null : new TranscriptionEndpoints(calls, bodies, recognition);
    speech =
        new SpeechEndpoint(
            calls, bodies, names, services.speech(), new SpeechWishes(settings.maxTextChars()));
  }

  @Override
  public boolean owns(String path) {
    return under(AUDIO, path)
        || under(MODELS, path)
        || FOREIGN_ROOTS.stream().anyMatch(root -> under(root, path));
  }

  /** Paths with an owner are asked for first, so that only what is left under the root counts. */
  @Override
  public boolean owns(RequestHead request) {
    return owns(request.path()) || (request.path().startsWith(ROOT) && fromOpenAiClient(request));
  }

  private static boolean under(String root, String path) {
    return path.equals(root) || path.startsWith(root + "/");
  }

  /** Every official client says what it is; Stainless is the generator that wrote most of them. */
  private static boolean fromOpenAiClient(RequestHead request) {
    String agent = request.header("User-Agent").toLowerCase(Locale.ROOT);
    return agent.contains("openai")
        || !request.header("X-Stainless-Lang").isEmpty()
        || !request.header("OpenAI-Organization").isEmpty()
        || !request.header("OpenAI-Project").isEmpty()
        || !request.header("OpenAI-Beta").isEmpty();
  }

  @Override
  public void addRoutes(RoutesConfig routes) {
    Routes.get(routes, MODELS, calls.open(models::list));
    Routes.get(routes, MODELS + "/{id}", calls.open(models::show));
    Routes.get(routes, VOICES, calls.open(voices::list));
    Routes.get(routes, VOICES + "/{id}", calls.open(voices::show));
    routes.delete(VOICES + "/{id}", calls.open(voices::delete));
    routes.post(VOICES, calls.behind(Scope.CLONE, creation::create));
    Routes.get(routes, CONSENTS, calls.open(consents::list));
    Routes.get(routes, CONSENTS + "/{id}", calls.open(consents::show));
    routes.post(CONSENTS, calls.behind(Scope.CLONE, consents::add));
    routes.post(CONSENTS + "/{id}", calls.open(consents::rename));
    routes.delete(CONSENTS + "/{id}", calls.open(consents::delete));
    routes.post(AUDIO + "/speech", calls.behind(Scope.SPEAK, speech::speak));
    TranscriptionEndpoints listening = transcriptions;
    if (listening != null) {
      routes.post(AUDIO + "/transcriptions", calls.behind(Scope.SPEAK, listening::transcribe));
      routes.post(AUDIO + "/translations", calls.behind(Scope.SPEAK, listening::translate));
    }
  }

  @Override
  public Answer error(MynahException failure, String traceId) {
    return OpenAiErrors.render(failure, traceId);
  }

  @Override
  public boolean openToAllOrigins() {
    return true;
  }
}
