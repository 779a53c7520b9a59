package dev.mynah.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.CompletableFuture;

/** Writes down what is said in recordings. At Mynah and Fish Audio. */
public final class Transcriptions {
  private final Wire wire;

  Transcriptions(Wire wire) {
    this.wire = wire;
  }

  /** Returns what is said in a recording. */
  public Transcript transcribe(TranscriptionRequest request) {
    wire.service().require(Capability.TRANSCRIPTION);
    JsonNode answer = wire.ask(Call.post(wire.url("/v1/asr"), request.body()).asPatient());
    return new Transcript(
        Json.textOr(answer, "text", ""),
        answer.path("duration").asDouble(),
        PartReader.segments(answer.path("segments"), 0),
        Json.textOr(answer, "language_code", ""));
  }

  /** Writes down as {@link #transcribe} does; cancelling the future gives the call up. */
  public CompletableFuture<Transcript> transcribeAsync(TranscriptionRequest request) {
    wire.service().require(Capability.TRANSCRIPTION);
    return wire.background().call(() -> transcribe(request));
  }
}
