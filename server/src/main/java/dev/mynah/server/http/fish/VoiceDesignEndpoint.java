package dev.mynah.server.http.fish;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mynah.server.design.Candidate;
import dev.mynah.server.design.DesignOrder;
import dev.mynah.server.design.DesignService;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.wire.BodyRules;
import dev.mynah.server.http.wire.JsonFields;
import dev.mynah.server.http.wire.Traces;
import dev.mynah.server.token.Principal;
import dev.mynah.server.token.Scope;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;

/** Voices from a description in words, at {@code POST /v1/voice-design}. */
public final class VoiceDesignEndpoint implements FishEndpoints {
  private static final String MODEL = "voice-design-1";
  private static final int MAX_INSTRUCTION_CHARS = 2_000;
  private static final int MAX_TEXT_CHARS = 150;
  private static final int MAX_LANGUAGE_CHARS = 35;
  private static final int DEFAULT_COUNT = 2;
  private static final double MAX_SPEED = 3;
  private static final int MAX_STEPS = 128;
  private static final double MAX_SCALE = 1e6;
  private static final long MAX_SEED = 1L << 53; // beyond, JSON's numbers have gaps
  private static final double MILLIS_A_SECOND = 1_000;

  private final FishCalls calls;
  private final DesignService designs;

  public VoiceDesignEndpoint(FishCalls calls, DesignService designs) {
    this.calls = calls;
    this.designs = designs;
  }

  @Override
  public void addRoutes(RoutesConfig routes) {
    routes.post("/v1/voice-design", calls.behind(Scope.CLONE, this::design));
  }

  private void design(Context context, Principal caller) {
    String model = context.header("model");
    if (model == null || !model.strip().equals(MODEL)) {
      throw MynahException.of(
          ErrorCode.UNKNOWN_MODEL, "The header model is required and must be " + MODEL + ".");
    }
    DesignOrder order = order(context, calls.body(context, BodyRules.SMALL));
    List<Answered> answered = new ArrayList<>();
    for (Candidate candidate : designs.design(order, caller)) {
      answered.add(answered(candidate, answered.size()));
    }
    FishCalls.send(context, 200, new Answers(answered));
  }

  private static DesignOrder order(Context context, JsonFields body) {
    String instruction = body.requiredText("instruction", MAX_INSTRUCTION_CHARS);
    double speed = body.number("speed", 0, MAX_SPEED).orElse(1);
    if (speed == 0) {
      throw body.wrong("speed", "must be greater than 0");
    }
    // They steer a network of another kind: checked, so that a slip is found, and then not used.
    body.whole("num_step", 1, MAX_STEPS);
    body.number("guidance_scale", 0, MAX_SCALE);
    body.number("instruct_guidance_scale", 0, MAX_SCALE);
    OptionalLong seed = body.whole("seed", -MAX_SEED, MAX_SEED);
    return new DesignOrder(
        instruction,
        body.text("reference_text", MAX_TEXT_CHARS).filter(text -> !text.isBlank()).orElse(null),
        (int) body.whole("n", 1, DesignOrder.MAX_COUNT).orElse(DEFAULT_COUNT),
        speed,
        body.text("language", MAX_LANGUAGE_CHARS).filter(text -> !text.isBlank()).orElse(null),
        seed.isPresent() ? seed.getAsLong() : null,
        Traces.of(context));
  }

  private static Answered answered(Candidate candidate, int index) {
    return new Answered(
        candidate.voiceId(),
        index,
        Base64.getEncoder().encodeToString(candidate.wav()),
        candidate.sampleRate(),
        Math.round(candidate.seconds() * MILLIS_A_SECOND),
        candidate.text(),
        candidate.made(),
        "en");
  }

  private record Answers(List<Answered> candidates) {}

  private record Answered(
      String id,
      int index,
      @JsonProperty("audio_base64") String audio,
      @JsonProperty("sample_rate") int sampleRate,
      @JsonProperty("duration_ms") long durationMillis,
      String text,
      String instruct,
      String language) {}
}
