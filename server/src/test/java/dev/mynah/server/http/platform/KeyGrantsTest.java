package dev.mynah.server.http.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.token.KeyKind;
import dev.mynah.server.token.KeySettings;
import dev.mynah.server.token.Scope;
import dev.mynah.server.token.TokenSummary;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may do what to keys over HTTP, in one table. */
final class KeyGrantsTest {
  private static final Instant SOON = Instant.parse("2030-01-01T00:00:00Z");
  private static final Instant LATER = Instant.parse("2031-01-01T00:00:00Z");

  /**
   * A key is written as its scopes, then what limits it: {@code soon} or {@code later} for its end,
   * {@code credit}, {@code flight2} for two requests in flight, {@code flight0} for any number. A
   * name before the colon tells kinds apart.
   */
  @ParameterizedTest(name = "{0} / {1}: make {2}, get secret {3}, change {4}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # maker                            | other key                  | make | secret | change
          speak,clone,manage                 | speak                      | yes  | yes    | yes
          speak,clone,manage                 | speak,clone,manage         | yes  | yes    | yes
          speak,clone,manage                 | speak,credit,flight2,soon  | yes  | yes    | yes
          speak,clone,manage                 | admin                      | no   | no     | no
          speak,clone,manage                 | speak,admin                | no   | no     | no
          manage                             | speak                      | no   | no     | yes
          manage                             | manage                     | yes  | yes    | yes
          manage                             | manage,admin               | no   | no     | no
          platform:manage                    | speak,clone,manage         | yes  | yes    | yes
          platform:manage                    | admin                      | no   | no     | no
          platform:manage                    | platform:manage,admin      | no   | no     | no
          platform:manage,admin              | speak,clone,manage,admin   | yes  | yes    | yes
          speak,clone,manage,soon            | speak,soon                 | yes  | yes    | yes
          speak,clone,manage,soon            | speak,later                | no   | no     | yes
          speak,clone,manage,soon            | speak                      | no   | no     | yes
          speak,clone,manage,later           | speak,soon                 | yes  | yes    | yes
          platform:manage,soon               | speak                      | no   | no     | yes
          speak,clone,manage,credit          | speak,credit               | no   | no     | yes
          speak,clone,manage,credit          | speak                      | no   | no     | yes
          speak,clone,manage,flight2         | speak                      | no   | no     | yes
          speak,clone,manage,flight2         | speak,flight2              | no   | no     | yes
          speak,clone,manage,flight0         | speak                      | yes  | yes    | yes
          speak,manage,admin                 | speak,admin                | yes  | yes    | yes
          speak,manage,admin                 | clone                      | no   | no     | yes
          admin                              | admin                      | yes  | yes    | yes
          speak,admin,soon,credit,flight2    | speak,admin                | yes  | yes    | yes
          """)
  void nobodyGivesOrTakesMoreThanTheirs(
      String maker, String other, String make, String secret, String change) {
    KeyGrants grants = new KeyGrants(key("1", maker));
    TokenSummary key = key("2", other);

    assertThat(allowed(() -> grants.requireCovers(key.settings()))).isEqualTo(make.equals("yes"));
    assertThat(allowed(() -> grants.requireMayHold(key))).isEqualTo(secret.equals("yes"));
    assertThat(allowed(() -> grants.requireMayChange(key.id(), key.settings())))
        .isEqualTo(change.equals("yes"));
  }

  /** A key rotates and revokes itself whatever it may do, but gives itself nothing. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          speak,manage             | speak,manage        | yes
          speak,manage             | manage              | yes
          speak,manage             | speak,clone,manage  | no
          speak,manage,soon        | speak,manage        | no
          speak,manage,credit      | speak,manage        | no
          speak,manage,flight2     | speak,manage        | no
          """)
  void aKeyMakesItselfNoStronger(String maker, String wanted, String covered) {
    TokenSummary self = key("1", maker);
    KeyGrants grants = new KeyGrants(self);

    assertThat(allowed(() -> grants.requireMayHold(self))).isTrue();
    assertThat(allowed(() -> grants.requireMayChange(self.id(), self.settings()))).isTrue();
    assertThat(allowed(() -> grants.requireCovers(key("1", wanted).settings())))
        .isEqualTo(covered.equals("yes"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          speak,clone,manage       | yes | manage
          speak,clone,manage,admin | yes | manage,admin
          platform:manage          | yes | manage
          platform:manage,admin    | yes | manage,admin
          manage                   | no  | manage
          speak,manage             | no  | manage
          manage,admin             | no  | manage,admin
          """)
  void onlyAWholeAccountMakesPlatformTokens(String maker, String allowed, String scopes) {
    KeyGrants grants = new KeyGrants(key("1", maker));

    assertThat(allowed(grants::requireMayMakePlatformTokens)).isEqualTo(allowed.equals("yes"));
    assertThat(grants.platformScopes()).isEqualTo(Scope.read(scopes));
  }

  private static boolean allowed(Runnable check) {
    try {
      check.run();
      return true;
    } catch (MynahException refused) {
      assertThat(refused.code()).isEqualTo(ErrorCode.FORBIDDEN);
      return false;
    }
  }

  private static TokenSummary key(String id, String written) {
    String[] kindAndRest = written.split(":", 2);
    Set<String> words = Set.of(kindAndRest[kindAndRest.length - 1].split(","));
    StringBuilder scopes = new StringBuilder();
    for (Scope scope : Scope.values()) {
      if (words.contains(scope.written())) {
        scopes.append(scopes.isEmpty() ? "" : ",").append(scope.written());
      }
    }
    KeySettings settings =
        KeySettings.of("key " + id, Scope.read(scopes.toString()))
            .withExpiresAt(end(words))
            .withCreditLimit(words.contains("credit") ? 10L : null)
            .withConcurrency(
                words.contains("flight2")
                    ? Integer.valueOf(2)
                    : words.contains("flight0") ? 0 : null);
    return new TokenSummary(
        id,
        kindAndRest.length == 2 ? KeyKind.PLATFORM : KeyKind.SERVICE,
        "owner",
        "mynah-",
        settings,
        0,
        0,
        Instant.EPOCH,
        null);
  }

  private static @Nullable Instant end(Set<String> words) {
    if (words.contains("soon")) {
      return SOON;
    }
    return words.contains("later") ? LATER : null;
  }
}
