package dev.mynah.server.http.fish.live;

import dev.mynah.server.http.fish.FishCalls;
import dev.mynah.server.http.fish.FishEndpoints;
import dev.mynah.server.http.wire.BodyMemory;
import dev.mynah.server.http.wire.SocketEndpoint;
import dev.mynah.server.speech.SpeechService;
import dev.mynah.server.token.ConcurrencyPermits;
import dev.mynah.server.token.TokenService;
import io.javalin.config.RoutesConfig;
import java.util.List;

/** {@code /v1/tts/live} and {@code /v1/tts/live/with-timestamp}. */
public final class LiveEndpoints implements FishEndpoints {
  private static final String PATH = "/v1/tts/live";
  private static final String ALIGNED_PATH = PATH + "/with-timestamp";

  private final List<SocketEndpoint> sockets;

  /**
   * @param calls for the handshake
   * @param tokens asked again at every start
   * @param permits speech counts as a request in flight from its start to its finish
   * @param memory what large messages count among
   */
  public LiveEndpoints(
      FishCalls calls,
      TokenService tokens,
      ConcurrencyPermits permits,
      SpeechService speech,
      BodyMemory memory,
      LiveLimits limits) {
    LiveStudio studio = new LiveStudio(tokens, permits, speech);
    this.sockets =
        List.of(
            new LiveEndpoint(PATH, false, calls, studio, memory, limits),
            new LiveEndpoint(ALIGNED_PATH, true, calls, studio, memory, limits));
  }

  @Override
  public void addRoutes(RoutesConfig routes) {
    // Only sockets.
  }

  @Override
  public List<SocketEndpoint> sockets() {
    return sockets;
  }
}
