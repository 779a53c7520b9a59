package dev.mynah.server.http.console;

import dev.mynah.server.http.entity.PublicLinks;
import dev.mynah.server.http.wire.FormTree;
import dev.mynah.server.http.wire.Routes;
import dev.mynah.server.token.Principal;
import dev.mynah.server.token.Scope;
import dev.mynah.server.voice.CloneOrder;
import dev.mynah.server.voice.VoiceAnalyzer;
import dev.mynah.server.voice.VoiceDossiers;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

/** What the pages about voices need beyond {@code /model}. */
public final class VoiceEndpoints implements ConsoleEndpoints {
  private static final String ROOT = "/console/api/voices";

  private final ConsoleCalls calls;
  private final VoiceDossiers dossiers;
  private final VoiceAnalyzer analyzer;
  private final PublicLinks links;

  public VoiceEndpoints(
      ConsoleCalls calls, VoiceDossiers dossiers, VoiceAnalyzer analyzer, PublicLinks links) {
    this.calls = calls;
    this.dossiers = dossiers;
    this.analyzer = analyzer;
    this.links = links;
  }

  @Override
  public void addRoutes(RoutesConfig routes) {
    Routes.get(routes, ROOT, this::gallery);
    Routes.get(routes, ROOT + "/{id}", this::show);
    routes.get(ROOT + "/{id}/analysis", calls.behind(Scope.SPEAK, this::analyze));
    routes.get(ROOT + "/{id}/similarity", calls.behind(Scope.SPEAK, this::compare));
  }

  private void gallery(Context context) {
    Principal caller = calls.caller(context);
    ConsoleCalls.send(
        context,
        200,
        VoiceViews.Gallery.of(dossiers.inMaking(caller), dossiers.words(caller), links));
  }

  private void show(Context context) {
    Principal caller = calls.caller(context);
    ConsoleCalls.send(
        context, 200, VoiceViews.Details.of(dossiers.of(context.pathParam("id"), caller), links));
  }

  private void analyze(Context context, Principal caller) {
    ConsoleCalls.send(
        context,
        200,
        VoiceViews.Analysis.of(
            analyzer.analysis(context.pathParam("id"), recording(context), caller)));
  }

  private void compare(Context context, Principal caller) {
    ConsoleCalls.send(
        context,
        200,
        VoiceViews.Similarity.of(
            analyzer.comparesVoices(),
            analyzer.likeness(context.pathParam("id"), recording(context), caller)));
  }

  /** Callers count recordings from 1. */
  private static int recording(Context context) {
    return (int)
            FormTree.ofQuery(context).whole("recording", 1, CloneOrder.MAX_RECORDINGS).orElse(1)
        - 1;
  }
}
