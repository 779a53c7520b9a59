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
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
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
