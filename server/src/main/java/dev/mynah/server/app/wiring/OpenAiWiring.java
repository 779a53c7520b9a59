package dev.mynah.server.app.wiring;

import dev.mynah.server.app.config.Configuration;
import dev.mynah.server.http.openai.OpenAiDialect;
import dev.mynah.server.http.openai.OpenAiServices;
import dev.mynah.server.http.openai.OpenAiSettings;
import dev.mynah.server.http.wire.Admission;
import dev.mynah.server.http.wire.RequestBodies;

/** Puts OpenAI's dialect together. */
final class OpenAiWiring {
  private OpenAiWiring() {}

  static OpenAiDialect dialect(
      Configuration configuration, Services services, RequestBodies bodies) {
    return new OpenAiDialect(
        services.tokens(),
        new Admission(services.tokens(), services.permits()),
        bodies,
        new OpenAiServices(
            services.voices(),
            services.erasure(),
            services.clones(),
            services.tasks(),
            services.consents(),
            services.speech(),
            services.recognition().available() ? services.recognition() : null),
        new OpenAiSettings(
            services.engineName(),
            services.recognition().available() ? configuration.recognizer() : "",
            configuration.requestTimeout(),
            configuration.maxTextCharacters()));
  }
}
