package dev.mynah.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Callbacks signed by the official library of Standard Webhooks, and by nobody. */
final class CallbackVerifierTest {
  private static final String SECRET = "whsec_" + "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo=";
  private static final String OTHER = "whsec_" + "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU=";
  private static final Instant NOW = Instant.ofEpochSecond(1_795_000_000);
  private static final String SPOKEN =
      "{\"success\":true,\"task_id\":\"t\",\"trace_id\":\"u\",\"audio_url\":\"https://a.example/1.mp3\"}";

  private final CallbackVerifier verifier =
      CallbackVerifier.of(SECRET).withClock(Clock.fixed(NOW, ZoneOffset.UTC));

  private static Map<String, List<String>> signed(String secret, Instant at, String body)
      throws Exception {
    String signature = new Webhook(secret).sign("msg_1", at.getEpochSecond(), body);
    return Map.of(
        "Webhook-Id", List.of("msg_1"),
        "Webhook-Timestamp", List.of(Long.toString(at.getEpochSecond())),
        "Webhook-Signature", List.of(signature));
  }

  private static void assertRefused(
      CallbackVerifier verifier,
      Map<String, List<String>> headers,
      String body,
      CallbackException.Reason reason) {
    assertThatThrownBy(() -> verifier.verify(headers, body.getBytes(UTF_8)))
        .isInstanceOfSatisfying(
            CallbackException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  @Test
  void tellsWhatAGenuineCallbackSays() throws Exception {
    CallbackEvent event = verifier.verify(signed(SECRET, NOW, SPOKEN), SPOKEN.getBytes(UTF_8));

    assertThat(event)
        .isInstanceOfSatisfying(
            CallbackEvent.TextSpoken.class,
            spoken -> assertThat(spoken.audio()).hasToString("https://a.example/1.mp3"));
    assertThat(event.id()).isEqualTo("msg_1");
    assertThat(event.task().id()).isEqualTo("t");
    SeenCallbacks seen = new SeenCallbacks(2);
    assertThat(seen.isFirst(event)).isTrue();
    assertThat(seen.isFirst(event)).isFalse();
    seen.forget(event);
    assertThat(seen.isFirst(event)).isTrue();
  }

  @Test
  void tellsVoicesAndFailuresApart() {
    assertThat(
            CallbackEvent.readUnsigned(
                "{\"success\":true,\"task_id\":\"t\",\"data\":{\"_id\":\"v\",\"title\":\"A\"}}"
                    .getBytes(UTF_8)))
        .isInstanceOf(CallbackEvent.VoiceMade.class);
    assertThat(
            CallbackEvent.readUnsigned(
                "{\"success\":false,\"task_id\":\"t\",\"error\":{\"code\":\"c\",\"message\":\"m\"}}"
                    .getBytes(UTF_8)))
        .isInstanceOfSatisfying(
            CallbackEvent.Failed.class,
            failed -> assertThat(failed.failure().code()).isEqualTo("c"));
  }

  @Test
  void takesEitherSecretWhileOneIsReplaced() throws Exception {
    CallbackVerifier both =
        CallbackVerifier.of(OTHER, SECRET).withClock(Clock.fixed(NOW, ZoneOffset.UTC));
    assertThat(both.verify(signed(SECRET, NOW, SPOKEN), SPOKEN.getBytes(UTF_8)).id())
        .isEqualTo("msg_1");
    Map<String, List<String>> two = new TreeMap<>(signed(SECRET, NOW, SPOKEN));
    two.compute(
        "Webhook-Signature",
        (name, value) -> List.of("v1a,other v1,AAAA " + String.join(" ", value)));
    assertThat(verifier.verify(two, SPOKEN.getBytes(UTF_8)).id()).isEqualTo("msg_1");
  }

  @Test
  void refusesWhatIsForgedChangedOldOrIncomplete() throws Exception {
    Map<String, List<String>> headers = signed(SECRET, NOW, SPOKEN);
    assertRefused(verifier, headers, SPOKEN + " ", CallbackException.Reason.SIGNATURE);
    assertRefused(verifier, signed(OTHER, NOW, SPOKEN), SPOKEN, CallbackException.Reason.SIGNATURE);
    Duration tooLong = CallbackVerifier.TOLERANCE.plusSeconds(1);
    assertRefused(
        verifier,
        signed(SECRET, NOW.minus(tooLong), SPOKEN),
        SPOKEN,
        CallbackException.Reason.TIME);
    assertRefused(
        verifier, signed(SECRET, NOW.plus(tooLong), SPOKEN), SPOKEN, CallbackException.Reason.TIME);
    Map<String, List<String>> bare = new TreeMap<>(headers);
    bare.remove("Webhook-Id");
    assertRefused(verifier, bare, SPOKEN, CallbackException.Reason.HEADERS);
    assertRefused(verifier, signed(SECRET, NOW, "[]"), "[]", CallbackException.Reason.BODY);
    assertThat(verifier.toString()).doesNotContain("QUJD");
    assertThatThrownBy(() -> CallbackVerifier.of("whsec_short"))
        .isInstanceOf(InvalidRequestException.class);
  }
}
