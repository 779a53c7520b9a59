package dev.mynah.server.http.fish;

import dev.mynah.server.voice.VoiceErasure;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

/** Voices, under {@code /model}. */
public final class ModelEndpoints implements FishEndpoints {
  private static final String ROOT = "/model";

  private final FishCalls calls;
  private final VoiceErasure erasure;

  public ModelEndpoints(FishCalls calls, VoiceErasure erasure) {
    this.calls = calls;
    this.erasure = erasure;
  }

  @Override
  public void addRoutes(RoutesConfig routes) {
    routes.delete(ROOT + "/{id}", this::delete);
  }

  private void delete(Context context) {
    erasure.erase(context.pathParam("id"), calls.caller(context));
    FishCalls.sendNothing(context);
  }
}
