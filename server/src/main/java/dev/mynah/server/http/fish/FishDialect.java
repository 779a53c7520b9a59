package dev.mynah.server.http.fish;

import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.wire.Answer;
import dev.mynah.server.http.wire.BearerKeys;
import dev.mynah.server.http.wire.Dialect;
import dev.mynah.server.token.TokenService;
import dev.mynah.server.voice.VoiceErasure;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

/** The paths under {@code /model}: so far, a voice can be deleted there. */
public final class FishDialect implements Dialect {
  private static final String ROOT = "/model";

  private final TokenService tokens;
  private final VoiceErasure erasure;

  public FishDialect(TokenService tokens, VoiceErasure erasure) {
    this.tokens = tokens;
    this.erasure = erasure;
  }

  @Override
  public boolean owns(String path) {
    return path.equals(ROOT) || path.startsWith(ROOT + "/");
  }

  @Override
  public void addRoutes(RoutesConfig routes) {
    routes.delete(ROOT + "/{id}", this::delete);
  }

  @Override
  public Answer error(MynahException failure, String traceId) {
    return FishErrors.render(failure);
  }

  @Override
  public boolean openToAllOrigins() {
    return true;
  }

  /** Answers with an empty body, as the service this dialect comes from does. */
  private void delete(Context context) {
    erasure.erase(context.pathParam("id"), tokens.authenticate(BearerKeys.of(context)));
    context.status(200);
  }
}
