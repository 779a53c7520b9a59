package dev.mynah.server.http.fish.live;

import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.server.http.fish.SpeechOrders;
import dev.mynah.server.http.wire.JsonFields;
import dev.mynah.server.speech.LiveText;
import dev.mynah.server.speech.SpeechOrder;
import dev.mynah.server.speech.SpeechService;
import dev.mynah.server.speech.SpeechSession;
import dev.mynah.server.speech.StreamOrder;
import dev.mynah.server.task.TaskType;
import dev.mynah.server.token.ConcurrencyPermits;
import dev.mynah.server.token.Permit;
import dev.mynah.server.token.Principal;
import dev.mynah.server.token.Scope;
import dev.mynah.server.token.TokenService;

/** Begins speech on sockets. */
final class LiveStudio {
  private static final int SHORTEST_CHUNK = 100; // characters, of chunk_length
  private static final int LONGEST_CHUNK = 1_000; // as the self-hosted server has it
  private static final int USUAL_CHUNK = 300;
  private static final int USUAL_LEAST = 50; // of min_chunk_length
  private static final int MOST_LEAST = 100;

  private final TokenService tokens;
  private final ConcurrencyPermits permits;
  private final SpeechService speech;

  LiveStudio(TokenService tokens, ConcurrencyPermits permits, SpeechService speech) {
    this.tokens = tokens;
    this.permits = permits;
    this.speech = speech;
  }

  /**
   * Who begins, and where the audio goes.
   *
   * @param key asked for anew at every start, for sockets live longer than keys may
   * @param traceId of the handshake
   * @param gone whether the client has gone
   */
  record Caller(String key, String traceId, CancelSignal gone) {}

  /** Makes what takes the audio of an order. */
  interface Listeners {
    LiveAudio of(SpeechOrder order);
  }

  /**
   * Begins.
   *
   * @throws dev.mynah.server.failure.MynahException if it can't be begun
   */
  LiveSpeech begin(JsonFields request, Caller caller, Listeners listeners) {
    Principal principal = tokens.authenticate(caller.key());
    principal.require(Scope.SPEAK);
    SpeechOrder order = SpeechOrders.withoutText(request);
    LiveText text = text(request, order);
    LiveAudio audio = listeners.of(order);
    Permit permit = permits.acquire(principal);
    boolean begun = false;
    try {
      SpeechSession session =
          speech.begin(
              order,
              new StreamOrder(TaskType.TTS_LIVE, caller.traceId()),
              principal,
              audio,
              caller.gone());
      begun = true;
      return new LiveSpeech(permit, session, text, audio);
    } finally {
      if (!begun) {
        permit.close();
      }
    }
  }

  private static LiveText text(JsonFields request, SpeechOrder order) {
    long most = request.whole("chunk_length", SHORTEST_CHUNK, LONGEST_CHUNK).orElse(USUAL_CHUNK);
    long least = request.whole("min_chunk_length", 0, MOST_LEAST).orElse(USUAL_LEAST);
    LiveText text = new LiveText((int) least, (int) most, order.latency());
    text.add(order.text());
    return text;
  }
}
