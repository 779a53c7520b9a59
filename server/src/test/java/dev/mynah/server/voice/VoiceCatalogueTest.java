package dev.mynah.server.voice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mynah.server.audit.AuditLog;
import dev.mynah.server.audit.AuditQuery;
import dev.mynah.server.audit.Subject;
import dev.mynah.server.blob.LocalBlobStore;
import dev.mynah.server.db.Database;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.testing.CountedIds;
import dev.mynah.server.testing.DatabaseKind;
import dev.mynah.server.testing.Recordings;
import dev.mynah.server.testing.SetClock;
import dev.mynah.server.token.Principal;
import dev.mynah.server.token.Scope;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Finding, listing and changing voices; without an engine, as commands do it. */
@ParameterizedClass
@EnumSource(DatabaseKind.class)
class VoiceCatalogueTest {
  private static final Principal ANN = owner("ann");
  private static final Principal BOB = owner("bob");

  private static final VoiceAliases ALIASES =
      VoiceAliases.of(List.of("familiar=%032x".formatted(0xabc0001), "nobody=%032x".formatted(99)));

  private final Database database;
  private final CountedIds ids = new CountedIds();
  private final SetClock clock = new SetClock();
  private final LocalBlobStore blobs;
  private final AuditLog audit;
  private final VoiceCatalogue catalogue;
  private final VoiceRepository voices = new VoiceRepository();

  VoiceCatalogueTest(DatabaseKind kind, @TempDir Path folder) {
    database = kind.open(folder);
    blobs = new LocalBlobStore(folder.resolve("blobs"), database, ids, clock);
    audit = new AuditLog(database, ids, clock);
    catalogue = VoiceCatalogue.withoutEngine(database, blobs, ALIASES, audit, clock);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static Principal owner(String id) {
    return new Principal(id, "key of " + id, EnumSet.of(Scope.SPEAK, Scope.MANAGE));
  }

  @Test
  void findsTitlesByAllTheirWordsInAnyOrderCaseAndAccent() {
    put("Zoë's Straße, read aloud", Visibility.PUBLIC);
    put("Smørrebrød", Visibility.PUBLIC);
    put("ΟΔΥΣΣΕΥΣ", Visibility.PUBLIC);
    put("100% sure_thing", Visibility.PUBLIC);
    put("小鳥 voice", Visibility.PUBLIC);

    assertThat(titled("zoes STRASSE")).containsExactly("Zoë's Straße, read aloud");
    assertThat(titled("read zoë")).containsExactly("Zoë's Straße, read aloud");
    assertThat(titled("ALOUD tras")).containsExactly("Zoë's Straße, read aloud");
    assertThat(titled("read loudly")).isEmpty();
    assertThat(titled("smorrebrod")).containsExactly("Smørrebrød");
    assertThat(titled("οδυσσευς")).containsExactly("ΟΔΥΣΣΕΥΣ");
    assertThat(titled("100%")).containsExactly("100% sure_thing");
    assertThat(titled("%")).as("signs are no wildcards").isEmpty();
    assertThat(titled("鳥")).containsExactly("小鳥 voice");
  }

  @Test
  void listsWhatSpeaksOneOfSeveralLanguages() {
    put("English", Visibility.PUBLIC);
    put("日本語の声", Visibility.PUBLIC);
    put("Русский голос", Visibility.PUBLIC);

    assertThat(titles(inLanguages(List.of("en-US", "fr"), List.of()), BOB)).hasSize(3);
    assertThat(titles(inLanguages(List.of("fr", "de"), List.of()), BOB)).isEmpty();
    assertThat(titles(inLanguages(List.of(), List.of("ja", "ru")), BOB))
        .containsExactlyInAnyOrder("日本語の声", "Русский голос");
    assertThat(titles(inLanguages(List.of("en"), List.of("xx")), BOB)).isEmpty();
  }

  private static VoiceQuery inLanguages(List<String> spoken, List<String> ofTitle) {
    return new VoiceQuery(
        1, 10, null, List.of(), false, null, spoken, ofTitle, VoiceQuery.Order.CREATED_AT);
  }

  @Test
  void findsAVoiceByTheIdTheOperatorPutItUnder() {
    String closed = put("Closed", Visibility.PRIVATE);
    assertThat(closed).isEqualTo(ALIASES.resolved("familiar"));
    assertThat(catalogue.visible("familiar", ANN).id()).isEqualTo(closed);
    assertThat(refused(() -> catalogue.visible("familiar", BOB)).code())
        .isEqualTo(ErrorCode.NOT_FOUND);
    assertThat(catalogue.update("familiar", VoiceChanges.NONE.withTitle("Open"), ANN).id())
        .isEqualTo(closed);
    assertThat(catalogue.danglingAliases()).containsExactly("nobody");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "=x", "x=", "a b=x", "a=b=c", "a=b c"})
  void refusesAliasesThatCannotBeRead(String written) {
    assertThatThrownBy(() -> VoiceAliases.of(List.of("good=one", written)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("id=voice");
  }

  @Test
  void theBestMatchComesFirstAndThenTheMostUsed() {
    put("An old narrator", Visibility.PUBLIC);
    String used = put("Narrator two", Visibility.PUBLIC);
    put("Narrator one", Visibility.PUBLIC);
    put("Narrator", Visibility.PUBLIC);
    put("Denarrators", Visibility.PUBLIC);
    database.writing(transaction -> voices.countUse(transaction, used));

    assertThat(titled("narrator"))
        .containsExactly(
            "Narrator", "Narrator two", "Narrator one", "An old narrator", "Denarrators");
  }

  @Test
  void listsWhatIsPublicOrOnesOwnAndFindsTheUnlistedByItsId() {
    String open = put("Open", Visibility.PUBLIC);
    String unlisted = put("Unlisted", Visibility.UNLIST);
    String closed = put("Closed", Visibility.PRIVATE);

    assertThat(titles(VoiceQuery.page(1, 10), ANN)).containsExactly("Closed", "Unlisted", "Open");
    assertThat(titles(VoiceQuery.page(1, 10), BOB)).containsExactly("Open");
    assertThat(catalogue.visible(open, BOB).title()).isEqualTo("Open");
    assertThat(catalogue.visible(unlisted, BOB).title()).isEqualTo("Unlisted");
    assertThat(refused(() -> catalogue.visible(closed, BOB)).getMessage())
        .isEqualTo(refused(() -> catalogue.visible("f".repeat(32), BOB)).getMessage());
    database.writing(transaction -> voices.putAlias(transaction, "nickname", unlisted));
    assertThat(catalogue.visible("nickname", BOB).id()).isEqualTo(unlisted);
    VoicePage first = catalogue.list(VoiceQuery.page(1, 2), ANN);
    assertThat(first.total()).isEqualTo(3);
    assertThat(first.hasMore()).isTrue();
    assertThat(catalogue.list(VoiceQuery.page(2, 2), ANN).hasMore()).isFalse();
    assertThat(titles(VoiceQuery.page(2, 2), ANN)).containsExactly("Open");
  }

  @Test
  void changesWhatItsOwnerMayChangeAndWritesDownThatItDid() {
    String id = put("Before", Visibility.PUBLIC);
    clock.advance(Duration.ofHours(1));
    VoiceChanges changes =
        VoiceChanges.NONE
            .withTitle(" Après ")
            .withDescription("calm")
            .withVisibility(Visibility.UNLIST)
            .withTags(List.of("Warm"));
    Voice changed = catalogue.update(id, changes, ANN);

    assertThat(changed).isEqualTo(catalogue.visible(id, ANN));
    assertThat(changed.title()).isEqualTo("Après");
    assertThat(changed.description()).isEqualTo("calm");
    assertThat(changed.visibility()).isEqualTo(Visibility.UNLIST);
    assertThat(changed.tags()).containsExactly("Warm");
    assertThat(changed.updatedAt()).isAfter(changed.createdAt());
    assertThat(titles(tagged("WARM"), ANN)).containsExactly("Après");
    assertThat(titles(tagged("tag"), ANN)).as("the tag before").isEmpty();
    assertThat(audit.list(AuditQuery.of(Subject.voice(id))))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.action()).isEqualTo("voice.update");
              assertThat(event.detail().toString())
                  .contains("title", "visibility")
                  .doesNotContain("Après");
            });
    assertThat(catalogue.update(id, VoiceChanges.NONE, ANN).title()).isEqualTo("Après");
  }

  @Test
  void replacesAPictureAndErasesTheOneBefore() {
    String id = put("Pictured", Visibility.PUBLIC);
    VoiceChanges one = VoiceChanges.NONE.withCover(Recordings.gif());
    String first = Objects.requireNonNull(catalogue.update(id, one, ANN).coverBlobId());
    Voice changed = catalogue.update(id, VoiceChanges.NONE.withCover(GeneratedCover.png("x")), ANN);
    assertThat(changed.coverMediaType()).isEqualTo("image/png");
    assertThat(blobs.find(first)).isEmpty();
    assertThatThrownBy(
            () -> catalogue.update(id, VoiceChanges.NONE.withCover(new byte[] {1, 2, 3}), ANN))
        .hasMessageContaining("cover_image");
  }

  @Test
  void nobodyChangesWhatIsntTheirs() {
    String open = put("Open", Visibility.PUBLIC);
    String closed = put("Closed", Visibility.PRIVATE);
    VoiceChanges changes = VoiceChanges.NONE.withTitle("Mine");
    assertThat(refused(() -> catalogue.update(open, changes, BOB)).code())
        .isEqualTo(ErrorCode.FORBIDDEN);
    assertThat(refused(() -> catalogue.update(closed, changes, BOB)).code())
        .isEqualTo(ErrorCode.NOT_FOUND);
    Principal speaker = new Principal("ann", "key", EnumSet.of(Scope.SPEAK));
    assertThat(refused(() -> catalogue.update(open, changes, speaker)).code())
        .isEqualTo(ErrorCode.SCOPE_MISSING);
    assertThat(refused(() -> catalogue.update(open, changes.withTitle(" "), ANN)).field())
        .contains("title");
    assertThat(titles(VoiceQuery.page(1, 10), ANN)).containsExactly("Closed", "Open");
    assertThat(audit.list(AuditQuery.newest(10))).isEmpty();
  }

  /** However many voices there are, a page walks an index in the order of the list. */
  @Test
  void aPageOfTheListSortsNothing() {
    if (!database.isSqlite()) {
      return; // PostgreSQL plans by its statistics
    }
    for (VoiceQuery.Order order : VoiceQuery.Order.values()) {
      String sql = VoiceSearchRepository.pageSql(query(null, List.of(), order), "ann");
      List<String> plan =
          database.read(
              transaction ->
                  transaction
                      .handle()
                      .createQuery("explain query plan " + sql)
                      .bind("caller", "ann")
                      .bind("most", 10)
                      .bind("skipped", 0)
                      .map((row, context) -> row.getString("detail"))
                      .list());
      assertThat(plan).as("%s", order).singleElement().asString().contains("USING INDEX voice_by_");
    }
  }

  private List<String> titled(String title) {
    return titles(query(title, List.of(), VoiceQuery.Order.SCORE), BOB);
  }

  private static VoiceQuery tagged(String tag) {
    return query(null, List.of(tag), VoiceQuery.Order.CREATED_AT);
  }

  private static VoiceQuery query(
      @Nullable String title, List<String> tags, VoiceQuery.Order order) {
    return new VoiceQuery(1, 10, title, tags, false, null, List.of(), List.of(), order);
  }

  private List<String> titles(VoiceQuery query, Principal principal) {
    return catalogue.list(query, principal).items().stream().map(Voice::title).toList();
  }

  private String put(String title, Visibility visibility) {
    clock.advance(Duration.ofSeconds(1));
    String id = ids.hex();
    database.writing(
        transaction ->
            voices.insert(
                transaction,
                new Voice(
                    id,
                    "ann",
                    title,
                    "",
                    visibility,
                    VoiceState.TRAINED,
                    List.of("tag"),
                    List.of("en"),
                    null,
                    null,
                    null,
                    "",
                    clock.instant(),
                    clock.instant(),
                    0,
                    List.of(),
                    null)));
    return id;
  }

  private static MynahException refused(Callable<?> action) {
    try {
      throw new AssertionError("not refused: " + action.call());
    } catch (MynahException e) {
      return e;
    } catch (Exception e) {
      throw new AssertionError("refused with another exception", e);
    }
  }
}
