package dev.mynah.server.app.wiring;

import dev.mynah.audio.encode.AudioFormat;
import dev.mynah.engine.spi.EngineInfo;
import dev.mynah.server.app.config.Configuration;
import dev.mynah.server.http.console.ConsoleCalls;
import dev.mynah.server.http.console.ConsoleDialect;
import dev.mynah.server.http.console.ConsoleEndpoints;
import dev.mynah.server.http.console.ConsoleFiles;
import dev.mynah.server.http.console.ModelEndpoints;
import dev.mynah.server.http.console.ProgressEndpoint;
import dev.mynah.server.http.console.ServerFacts;
import dev.mynah.server.http.console.SessionEndpoint;
import dev.mynah.server.http.console.StaticEndpoints;
import dev.mynah.server.http.console.VoiceArchiveEndpoints;
import dev.mynah.server.http.console.VoiceEndpoints;
import dev.mynah.server.http.entity.PublicLinks;
import dev.mynah.server.http.wire.Admission;
import dev.mynah.server.http.wire.RequestBodies;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Puts the console together. */
final class ConsoleWiring {
  private ConsoleWiring() {}

  /** Each feature adds its endpoints here, one line each. */
  static ConsoleDialect dialect(
      Services services, Configuration configuration, PublicLinks links, RequestBodies bodies) {
    ConsoleCalls calls =
        new ConsoleCalls(
            services.tokens(), new Admission(services.tokens(), services.permits()), bodies);
    List<ConsoleEndpoints> endpoints = new ArrayList<>();
    endpoints.add(new StaticEndpoints(ConsoleFiles.load()));
    endpoints.add(new SessionEndpoint(calls, services.tokens(), facts(services, configuration)));
    endpoints.addAll(ManageWiring.endpoints(calls, services, links));
    endpoints.add(new ModelEndpoints(calls, services.models()));
    endpoints.add(new ProgressEndpoint(calls, services.progress()));
    endpoints.add(new VoiceEndpoints(calls, services.dossiers(), services.analyzer(), links));
    endpoints.add(
        new VoiceArchiveEndpoints(
            calls, services.archives(), services.importer(), configuration.fetchMaxBytes()));
    return new ConsoleDialect(endpoints);
  }

  private static ServerFacts facts(Services services, Configuration configuration) {
    EngineInfo engine = services.engineInfo();
    String version = ConsoleWiring.class.getPackage().getImplementationVersion();
    return new ServerFacts(
        version == null ? "development" : version,
        engine.name(),
        engine.languages(),
        services.defaultVoiceId(),
        services.recognition().available() ? configuration.recognizer() : "",
        Arrays.stream(AudioFormat.values())
            .map(format -> format.name().toLowerCase(Locale.ROOT))
            .toList(),
        configuration.requireConsent(),
        new ServerFacts.Limits(
            configuration.maxTextCharacters(),
            configuration.maxBodyBytes(),
            configuration.fetchMaxBytes(),
            configuration.recognitionMaxBytes()));
  }
}
