package dev.mynah.server.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mynah.server.db.Database;
import dev.mynah.server.db.IdSource;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.testing.DatabaseKind;
import dev.mynah.server.testing.SetClock;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(DatabaseKind.class)
class TokenServiceTest {
  private final Database database;
  private final SetClock clock = new SetClock();
  private final TokenService tokens;

  TokenServiceTest(DatabaseKind kind, @TempDir Path folder) {
    this.database = kind.open(folder);
    this.tokens = anotherProcess();
  }

  private TokenService anotherProcess() {
    return new TokenService(database, IdSource.random(), new SecureRandom(), clock);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void anIssuedKeyTellsWhoIsCalling() {
    IssuedToken issued =
        tokens.issue(new NewToken("phone app", null, Set.of(Scope.SPEAK, Scope.CLONE), null));
    Principal caller = tokens.authenticate(issued.key());
    assertThat(caller.tokenId()).isEqualTo(issued.summary().id());
    assertThat(caller.ownerId()).isEqualTo(issued.summary().ownerId()).hasSize(32);
    assertThat(caller.scopes()).containsExactlyInAnyOrder(Scope.SPEAK, Scope.CLONE);
    assertThatThrownBy(() -> caller.require(Scope.ADMIN))
        .satisfies(e -> assertThat(code(e)).isEqualTo(ErrorCode.SCOPE_MISSING));
  }

  @Test
  void theSecretIsNowhereInTheDatabase() {
    IssuedToken issued = tokens.issue(new NewToken("app", null, Set.of(Scope.SPEAK), null));
    String secretPart = issued.key().substring(issued.summary().prefix().length());
    List<String> columns =
        database.read(
            transaction ->
                transaction
                    .handle()
                    .createQuery("select id || owner_id || name || prefix || key_hash from token")
                    .mapTo(String.class)
                    .list());
    assertThat(columns).hasSize(1).noneMatch(row -> row.contains(secretPart));
    assertThat(issued.toString()).doesNotContain(secretPart);
  }

  @Test
  void keysMadeOneAfterTheOtherShareNothing() {
    NewToken order = new NewToken("app", null, Set.of(Scope.SPEAK), null);
    IssuedToken one = tokens.issue(order);
    IssuedToken other = tokens.issue(order);
    assertThat(one.key()).isNotEqualTo(other.key());
    assertThat(one.summary().ownerId()).isNotEqualTo(other.summary().ownerId());
    assertThat(tokens.list()).containsExactlyInAnyOrder(one.summary(), other.summary());
  }

  @Test
  void refusesNoKeyAndWrongKeys() {
    assertThat(refusal(null)).isEqualTo(ErrorCode.TOKEN_MISSING);
    assertThat(refusal(" ")).isEqualTo(ErrorCode.TOKEN_MISSING);
    assertThat(refusal("mynah-guess")).isEqualTo(ErrorCode.TOKEN_INVALID);
    assertThat(refusal("x".repeat(100_000))).isEqualTo(ErrorCode.TOKEN_INVALID);
  }

  @Test
  void aKeyStopsWorkingWhenItExpires() {
    IssuedToken issued =
        tokens.issue(
            new NewToken(
                "trial", null, Set.of(Scope.SPEAK), clock.instant().plus(Duration.ofHours(1))));
    assertThat(tokens.authenticate(issued.key())).isNotNull();
    clock.advance(Duration.ofHours(1));
    assertThat(refusal(issued.key())).isEqualTo(ErrorCode.TOKEN_EXPIRED);
  }

  @Test
  void aRevokedKeyIsRefusedAtOnceHereAndWithinASecondElsewhere() {
    IssuedToken issued = tokens.issue(new NewToken("app", null, Set.of(Scope.SPEAK), null));
    TokenService elsewhere = anotherProcess();
    assertThat(elsewhere.authenticate(issued.key())).isNotNull();
    assertThat(tokens.revoke(issued.summary().id())).isTrue();
    assertThat(tokens.revoke(issued.summary().id())).isFalse();
    assertThat(refusal(issued.key())).isEqualTo(ErrorCode.TOKEN_INVALID);
    Awaitility.await()
        .atMost(Duration.ofSeconds(2))
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(
            () ->
                assertThatThrownBy(() -> elsewhere.authenticate(issued.key()))
                    .isInstanceOf(MynahException.class));
  }

  @Test
  void theFirstStartMakesOneKeyAndLaterStartsNone() {
    IssuedToken first = tokens.ensureFirst(null).orElseThrow();
    assertThat(tokens.authenticate(first.key()).scopes()).isEqualTo(EnumSet.allOf(Scope.class));
    assertThat(tokens.ensureFirst(null)).isEmpty();
    assertThat(tokens.revoke(first.summary().id())).isTrue();
    assertThat(tokens.ensureFirst(null)).as("a revoked key is no reason for a new one").isEmpty();
  }

  @Test
  void theConfiguredKeyWorksAndTheOneBeforeItNoLonger() {
    assertThat(tokens.ensureFirst("an operator's own secret")).isEmpty();
    Principal before = tokens.authenticate("an operator's own secret");
    assertThat(before.scopes()).isEqualTo(EnumSet.allOf(Scope.class));
    assertThat(tokens.ensureFirst("the next secret")).isEmpty();
    assertThat(refusal("an operator's own secret")).isEqualTo(ErrorCode.TOKEN_INVALID);
    assertThat(tokens.authenticate("the next secret"))
        .as("the owner keeps the voices when the key changes")
        .isEqualTo(before);
    assertThat(tokens.ensureFirst(null)).isEmpty();
    assertThat(refusal("the next secret")).isEqualTo(ErrorCode.TOKEN_INVALID);
  }

  @Test
  void aKeyMadeHereMayBeTheConfiguredOne() {
    IssuedToken first = tokens.ensureFirst(null).orElseThrow();
    assertThat(tokens.ensureFirst(first.key())).isEmpty();
    assertThat(tokens.authenticate(first.key()).tokenId()).isEqualTo(first.summary().id());
  }

  @Test
  void aRotatedKeyKeepsItsOldSecretForTheGraceAndItsIdForGood() {
    IssuedToken first = tokens.issue(new NewToken("app", null, Set.of(Scope.SPEAK), null));
    String id = first.summary().id();
    Principal caller = tokens.authenticate(first.key());
    IssuedToken second = tokens.rotate(id, Duration.ofHours(2));
    assertThat(second.key()).isNotEqualTo(first.key()).startsWith(second.summary().prefix());
    assertThat(tokens.authenticate(second.key())).isEqualTo(caller);
    assertThat(tokens.authenticate(first.key())).isEqualTo(caller);
    clock.advance(Duration.ofHours(1));
    IssuedToken third = tokens.rotate(id, Duration.ofHours(2));
    assertThat(tokens.authenticate(first.key()))
        .as("no longer grace than promised")
        .isEqualTo(caller);
    clock.advance(Duration.ofHours(1));
    assertThat(refusal(first.key())).isEqualTo(ErrorCode.TOKEN_INVALID);
    assertThat(tokens.authenticate(second.key())).isEqualTo(caller);
    clock.advance(Duration.ofHours(1));
    assertThat(refusal(second.key())).isEqualTo(ErrorCode.TOKEN_INVALID);
    assertThat(tokens.authenticate(third.key())).isEqualTo(caller);
  }

  @Test
  void withoutGraceEveryOldSecretStopsAtOnce() {
    IssuedToken first = tokens.issue(new NewToken("app", null, Set.of(Scope.SPEAK), null));
    String id = first.summary().id();
    IssuedToken second = tokens.rotate(id, Duration.ofDays(1));
    IssuedToken third = tokens.rotate(id, Duration.ZERO);
    assertThat(refusal(first.key())).isEqualTo(ErrorCode.TOKEN_INVALID);
    assertThat(refusal(second.key())).isEqualTo(ErrorCode.TOKEN_INVALID);
    assertThat(tokens.authenticate(third.key()).tokenId()).isEqualTo(id);
    assertThat(tokens.revoke(id)).isTrue();
    assertThat(refusal(third.key())).isEqualTo(ErrorCode.TOKEN_INVALID);
    assertThatThrownBy(() -> tokens.rotate(id, Duration.ZERO))
        .satisfies(e -> assertThat(code(e)).isEqualTo(ErrorCode.NOT_FOUND));
  }

  @Test
  void theConfiguredKeyIsRotatedInTheConfigurationOnly() {
    assertThat(tokens.ensureFirst("an operator's own secret")).isEmpty();
    String id = tokens.authenticate("an operator's own secret").tokenId();
    assertThatThrownBy(() -> tokens.rotate(id, Duration.ZERO))
        .satisfies(e -> assertThat(code(e)).isEqualTo(ErrorCode.INVALID_REQUEST));
  }

  @Test
  void whatAKeyMayDoCanBeChanged() {
    IssuedToken issued = tokens.issue(new NewToken("app", null, Set.of(Scope.SPEAK), null));
    String id = issued.summary().id();
    Instant end = clock.instant().plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.MILLIS);
    TokenSummary changed =
        tokens.update(
            id,
            settings ->
                settings
                    .withName("kiosk")
                    .withScopes(Set.of(Scope.CLONE, Scope.MANAGE))
                    .withExpiresAt(end)
                    .withConcurrency(4)
                    .withCreditLimit(1000L));
    assertThat(tokens.find(id)).contains(changed);
    assertThat(changed.settings())
        .isEqualTo(new KeySettings("kiosk", Set.of(Scope.CLONE, Scope.MANAGE), end, 4, 1000L));
    assertThat(tokens.authenticate(issued.key()).scopes())
        .containsExactlyInAnyOrder(Scope.CLONE, Scope.MANAGE);
    assertThat(tokens.addCredit(id, 500).creditLimit()).isEqualTo(1500);
    clock.advance(Duration.ofHours(1));
    assertThat(refusal(issued.key())).isEqualTo(ErrorCode.TOKEN_EXPIRED);
    assertThat(tokens.update(id, settings -> settings.withExpiresAt(null)).expiresAt()).isNull();
    assertThat(tokens.authenticate(issued.key()).tokenId()).isEqualTo(id);
  }

  @Test
  void settingsOutOfRangeAreRefusedAndChangeNothing() {
    IssuedToken issued = tokens.issue(new NewToken("app", null, Set.of(Scope.SPEAK), null));
    String id = issued.summary().id();
    List<UnaryOperator<KeySettings>> wrong =
        List.of(
            settings -> settings.withName(" "),
            settings -> settings.withName("n".repeat(201)),
            settings -> settings.withScopes(Set.of()),
            settings -> settings.withConcurrency(-1),
            settings -> settings.withCreditLimit(-1L),
            settings -> settings.withCreditLimit(KeySettings.MAX_CREDIT + 1));
    for (UnaryOperator<KeySettings> change : wrong) {
      assertThatThrownBy(() -> tokens.update(id, change))
          .satisfies(e -> assertThat(code(e)).isEqualTo(ErrorCode.INVALID_REQUEST));
    }
    assertThatThrownBy(() -> tokens.addCredit(id, 5)).hasMessageContaining("no credit limit");
    assertThatThrownBy(() -> tokens.addCredit(id, 0)).hasMessageContaining("amount");
    assertThat(tokens.find(id)).contains(issued.summary());
  }

  @Test
  void aPlatformKeyLooksAfterKeysAndDoesNothingElse() {
    NewToken order =
        new NewToken(KeyKind.PLATFORM, null, KeySettings.of("account", Set.of(Scope.MANAGE)));
    IssuedToken issued = tokens.issue(order);
    assertThat(issued.key()).matches("platform-v1-[0-9a-f]{64}");
    assertThat(issued.summary().prefix()).hasSize(16);
    assertThat(tokens.authenticate(issued.key()).has(Scope.SPEAK)).isFalse();
    assertThatThrownBy(
            () ->
                tokens.update(
                    issued.summary().id(), settings -> settings.withScopes(Set.of(Scope.SPEAK))))
        .satisfies(e -> assertThat(code(e)).isEqualTo(ErrorCode.INVALID_REQUEST));
  }

  private ErrorCode refusal(@Nullable String key) {
    try {
      Principal caller = tokens.authenticate(key);
      throw new AssertionError("let in " + caller);
    } catch (MynahException e) {
      return e.code();
    }
  }

  private static ErrorCode code(Throwable failure) {
    return ((MynahException) failure).code();
  }
}
