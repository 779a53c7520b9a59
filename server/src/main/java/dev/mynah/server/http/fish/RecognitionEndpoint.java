package dev.mynah.server.http.fish;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mynah.engine.spi.RecognitionListener;
import dev.mynah.server.http.wire.BodyRules;
import dev.mynah.server.http.wire.ClientWatch;
import dev.mynah.server.http.wire.JsonFields;
import dev.mynah.server.http.wire.SentRecordings;
import dev.mynah.server.http.wire.Traces;
import dev.mynah.server.recognition.RecognitionOrder;
import dev.mynah.server.recognition.RecognitionService;
import dev.mynah.server.recognition.Transcription;
import dev.mynah.server.task.TaskType;
import dev.mynah.server.token.Principal;
import dev.mynah.server.token.Scope;
import dev.mynah.server.voice.Recording;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/asr}: the text of a recording. */
public final class RecognitionEndpoint implements FishEndpoints {
  private static final double MIN_SECONDS = 1;
  private static final int MAX_LANGUAGE_CHARS = 64;
  private static final double MILLIS = 1_000;

  private final FishCalls calls;
  private final RecognitionService recognition;

  public RecognitionEndpoint(FishCalls calls, RecognitionService recognition) {
    this.calls = calls;
    this.recognition = recognition;
  }

  @Override
  public void addRoutes(RoutesConfig routes) {
    routes.post("/v1/asr", calls.behind(Scope.SPEAK, this::transcribe));
  }

  private void transcribe(Context context, Principal caller) {
    JsonFields fields = calls.body(context, BodyRules.withFiles(1));
    Recording audio = SentRecordings.required(fields, "audio");
    String language = fields.text("language", MAX_LANGUAGE_CHARS).orElse(null);
    boolean ignoreTimestamps = fields.flag("ignore_timestamps", true);
    Transcription heard =
        recognition.transcribe(
            audio,
            new RecognitionOrder(
                TaskType.ASR, Traces.of(context), "audio", language, false, MIN_SECONDS),
            caller,
            RecognitionListener.NONE,
            new ClientWatch(context));
    FishCalls.send(context, 200, Body.of(heard, ignoreTimestamps));
  }

  /** The list is there even when it is empty: clients break without it. */
  private record Body(
      String text,
      double duration,
      List<Segment> segments,
      @JsonProperty("language_code") @JsonInclude(JsonInclude.Include.NON_NULL)
          @Nullable String languageCode,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String language) {

    static Body of(Transcription heard, boolean ignoreTimestamps) {
      return new Body(
          heard.text(),
          rounded(heard.durationSeconds()),
          ignoreTimestamps ? List.of() : heard.segments().stream().map(Segment::of).toList(),
          heard.languageCode(),
          heard.language());
    }
  }

  private record Segment(String text, double start, double end) {
    static Segment of(dev.mynah.engine.spi.RecognizedSegment segment) {
      return new Segment(
          segment.text(), rounded(segment.startSeconds()), rounded(segment.endSeconds()));
    }
  }

  private static double rounded(double seconds) {
    return Math.round(seconds * MILLIS) / MILLIS;
  }
}
