package dev.mynah.server.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.mynah.server.db.Database;
import dev.mynah.server.testing.DatabaseKind;
import dev.mynah.server.testing.SetClock;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Secrets and signatures; the official library judges what is signed. */
@ParameterizedClass
@EnumSource(DatabaseKind.class)
class WebhookSecretsTest {
  private static final String BODY = "{\"title\":\"Ünïcode — ✓\"}";

  private final SetClock clock = new SetClock();
  private final Database database;
  private final WebhookSecrets secrets;

  WebhookSecretsTest(DatabaseKind kind, @TempDir Path folder) {
    this.database = kind.open(folder);
    this.secrets = new WebhookSecrets(database, new SecureRandom(), clock);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aKeyHasOneSecretMadeWhenFirstNeededAndOthersHaveAnother() {
    List<WebhookSecret> made = secrets.active("ann");
    assertThat(made).hasSize(1);
    assertThat(made.getFirst().text()).matches("whsec_[A-Za-z0-9+/]{43}=");
    assertThat(made.getFirst().bytes()).hasSize(32);
    assertThat(new WebhookSecrets(database, new SecureRandom(), clock).active("ann"))
        .isEqualTo(made);
    assertThat(secrets.active("bob").getFirst().key()).isNotEqualTo(made.getFirst().key());
    assertThat(made.toString()).doesNotContain(made.getFirst().key());
  }

  @Test
  void whileASecretIsReplacedBothSign() throws Exception {
    String old = secrets.active("ann").getFirst().text();
    List<WebhookSecret> both = secrets.rotate("ann", Duration.ofHours(1));
    String fresh = both.getFirst().text();
    assertThat(both).extracting(WebhookSecret::text).containsExactly(fresh, old);
    assertThat(fresh).isNotEqualTo(old);
    verify(fresh, signed());
    verify(old, signed());
    assertThat(signature().split(" ")).hasSize(2);

    clock.advance(Duration.ofHours(1));
    assertThat(secrets.active("ann")).extracting(WebhookSecret::text).containsExactly(fresh);
    verify(fresh, signed());
    assertThatThrownBy(() -> verify(old, signed()))
        .isInstanceOf(WebhookVerificationException.class);
  }

  @Test
  void withoutGraceTheOldSecretEndsAtOnceWithAllBeforeIt() {
    List<WebhookSecret> unused = secrets.rotate("ann", Duration.ofDays(1));
    List<WebhookSecret> now = secrets.rotate("ann", Duration.ZERO);
    assertThat(now).hasSize(1);
    assertThat(now.getFirst().generation()).isEqualTo(3);
    clock.advance(Duration.ofMinutes(1));
    assertThat(database.<Integer>write(secrets::deleteRetired)).isEqualTo(2);
    assertThat(secrets.active("ann")).isEqualTo(now);
  }

  @Test
  void aLongerGraceDoesNotWakeWhatWasToEndSooner() {
    List<WebhookSecret> unused = secrets.rotate("ann", Duration.ofMinutes(1));
    List<WebhookSecret> all = secrets.rotate("ann", Duration.ofDays(1));
    assertThat(all).hasSize(3);
    clock.advance(Duration.ofMinutes(2));
    assertThat(secrets.active("ann")).extracting(WebhookSecret::generation).containsExactly(3, 2);
  }

  @Test
  void theLibraryRefusesAnotherBodyAnotherIdAndAnotherTime() {
    String secret = secrets.active("ann").getFirst().text();
    assertThatThrownBy(() -> new Webhook(secret).verify(BODY + " ", signed()))
        .isInstanceOf(WebhookVerificationException.class);
    for (String header : List.of("webhook-id", "webhook-timestamp")) {
      Map<String, List<String>> changed = signed();
      changed.computeIfPresent(
          header, (name, values) -> List.of(values.getFirst().replaceAll("\\d$", "x")));
      assertThatThrownBy(() -> verify(secret, changed))
          .isInstanceOf(WebhookVerificationException.class);
    }
  }

  private static void verify(String secret, Map<String, List<String>> headers) throws Exception {
    new Webhook(secret).verify(BODY, headers);
  }

  private String signature() {
    return String.join(" ", signed().getOrDefault("webhook-signature", List.of()));
  }

  /** The library asks the machine for the time, so what it is to accept is signed now. */
  private Map<String, List<String>> signed() {
    return WebhookSignature.headers(
            "0".repeat(32), Instant.now(), BODY.getBytes(UTF_8), secrets.active("ann"))
        .entrySet()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> Arrays.asList(entry.getValue())));
  }
}
