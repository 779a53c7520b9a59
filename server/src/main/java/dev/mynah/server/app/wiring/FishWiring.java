package dev.mynah.server.app.wiring;

import dev.mynah.server.app.config.Configuration;
import dev.mynah.server.http.entity.ModelEntities;
import dev.mynah.server.http.entity.PublicLinks;
import dev.mynah.server.http.fish.FishCalls;
import dev.mynah.server.http.fish.FishDialect;
import dev.mynah.server.http.fish.FishEndpoints;
import dev.mynah.server.http.fish.HealthEndpoint;
import dev.mynah.server.http.fish.ModelEndpoints;
import dev.mynah.server.http.fish.RecognitionEndpoint;
import dev.mynah.server.http.fish.ReferenceEndpoints;
import dev.mynah.server.http.fish.SpeechEndpoints;
import dev.mynah.server.http.fish.VoiceDesignEndpoint;
import dev.mynah.server.http.fish.VoiceOrders;
import dev.mynah.server.http.fish.WalletEndpoints;
import dev.mynah.server.http.fish.live.LiveEndpoints;
import dev.mynah.server.http.fish.live.LiveLimits;
import dev.mynah.server.http.wire.Admission;
import dev.mynah.server.http.wire.BodyMemory;
import dev.mynah.server.http.wire.RequestBodies;
import java.util.ArrayList;
import java.util.List;

/** Puts Fish Audio's dialect together. */
final class FishWiring {
  private FishWiring() {}

  static FishDialect dialect(
      Services services,
      Configuration configuration,
      PublicLinks links,
      RequestBodies bodies,
      BodyMemory memory,
      LiveLimits live) {
    FishCalls calls =
        new FishCalls(
            services.tokens(), new Admission(services.tokens(), services.permits()), bodies);
    List<FishEndpoints> endpoints = new ArrayList<>();
    endpoints.add(new HealthEndpoint());
    endpoints.add(new SpeechEndpoints(calls, services.speech()));
    endpoints.add(new VoiceDesignEndpoint(calls, services.designs()));
    endpoints.add(
        new LiveEndpoints(
            calls, services.tokens(), services.permits(), services.speech(), memory, live));
    endpoints.add(new RecognitionEndpoint(calls, services.recognition()));
    endpoints.addAll(voices(calls, services, configuration, links));
    return new FishDialect(endpoints);
  }

  /** Voices, and the credit of those who use them. */
  private static List<FishEndpoints> voices(
      FishCalls calls, Services services, Configuration configuration, PublicLinks links) {
    VoiceOrders orders =
        new VoiceOrders(
            services.clones(), services.tasks(), services.voices(), configuration.requestTimeout());
    return List.of(
        new ModelEndpoints(
            calls,
            services.voices(),
            orders,
            services.erasure(),
            services.pictures(),
            new ModelEntities(links),
            configuration.fetchMaxBytes()),
        new ReferenceEndpoints(
            calls, orders, services.names(), services.erasure(), configuration.fetchMaxBytes()),
        new WalletEndpoints(calls, services.tokens(), services.usage()));
  }
}
