package dev.mynah.server.app.wiring;

import dev.mynah.server.http.fish.FishCalls;
import dev.mynah.server.http.fish.FishDialect;
import dev.mynah.server.http.fish.HealthEndpoint;
import dev.mynah.server.http.fish.ModelEndpoints;
import dev.mynah.server.http.fish.RecognitionEndpoint;
import dev.mynah.server.http.fish.SpeechEndpoints;
import dev.mynah.server.http.fish.VoiceDesignEndpoint;
import dev.mynah.server.http.fish.live.LiveEndpoints;
import dev.mynah.server.http.fish.live.LiveLimits;
import dev.mynah.server.http.wire.Admission;
import dev.mynah.server.http.wire.BodyMemory;
import dev.mynah.server.http.wire.RequestBodies;
import java.util.List;

/** Puts Fish Audio's dialect together. */
final class FishWiring {
  private FishWiring() {}

  static FishDialect dialect(
      Services services, RequestBodies bodies, BodyMemory memory, LiveLimits live) {
    FishCalls calls =
        new FishCalls(
            services.tokens(), new Admission(services.tokens(), services.permits()), bodies);
    return new FishDialect(
        List.of(
            new HealthEndpoint(),
            new SpeechEndpoints(calls, services.speech()),
            new ModelEndpoints(calls, services.erasure()),
            new VoiceDesignEndpoint(calls, services.designs()),
            new LiveEndpoints(
                calls, services.tokens(), services.permits(), services.speech(), memory, live),
            new RecognitionEndpoint(calls, services.recognition())));
  }
}
