package dev.mynah.server.app.wiring;

import dev.mynah.server.http.openai.OpenAiDialect;
import dev.mynah.server.http.wire.Admission;

/** Puts OpenAI's dialect together. */
final class OpenAiWiring {
  private OpenAiWiring() {}

  static OpenAiDialect dialect(Services services) {
    return new OpenAiDialect(
        services.tokens(),
        new Admission(services.tokens(), services.permits()),
        services.voices(),
        services.erasure(),
        services.engineName(),
        "");
  }
}
