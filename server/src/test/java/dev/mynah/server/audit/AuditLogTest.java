package dev.mynah.server.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mynah.server.db.Database;
import dev.mynah.server.testing.CountedIds;
import dev.mynah.server.testing.DatabaseKind;
import dev.mynah.server.testing.SetClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(DatabaseKind.class)
class AuditLogTest {
  private static final Actor ANN = new Actor("ann", "key of ann");
  private static final Actor BOB = new Actor("bob", "key of bob");

  private final Database database;
  private final SetClock clock = new SetClock();
  private final Instant start = clock.instant().truncatedTo(ChronoUnit.MILLIS);
  private final AuditLog log;

  AuditLogTest(DatabaseKind kind, @TempDir Path folder) {
    database = kind.open(folder);
    log = new AuditLog(database, new CountedIds(), clock);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void tellsWhoDidWhatToWhatAndWhen() {
    record(ANN, "voice.erase", Subject.voice("v1"), Map.of("files", 5, "state", "trained"));

    AuditEvent event = log.list(AuditQuery.newest(10)).getFirst();
    assertThat(event.at()).isEqualTo(start);
    assertThat(event.actor()).isEqualTo(ANN);
    assertThat(event.action()).isEqualTo("voice.erase");
    assertThat(event.subject()).isEqualTo(Subject.voice("v1"));
    assertThat(event.detail().get("files").asInt()).isEqualTo(5);
    assertThat(event.detail().get("state").asText()).isEqualTo("trained");
  }

  @Test
  void findsByActionSubjectActorAndTimeTheNewestFirst() {
    record(ANN, "voice.erase", Subject.voice("v1"), Map.of());
    clock.advance(Duration.ofMinutes(1));
    record(BOB, "voice.update", Subject.voice("v2"), Map.of());
    clock.advance(Duration.ofMinutes(1));
    record(BOB, "voices.odd", Subject.voice("v1"), Map.of());

    assertThat(actions(AuditQuery.newest(10)))
        .containsExactly("voices.odd", "voice.update", "voice.erase");
    assertThat(actions(AuditQuery.newest(1))).containsExactly("voices.odd");
    assertThat(actions(AuditQuery.of(Subject.voice("v1"))))
        .containsExactly("voices.odd", "voice.erase");
    assertThat(actions(new AuditQuery("voice", null, null, null, null, 10, 0)))
        .as("a noun finds its verbs and nothing that merely begins alike")
        .containsExactly("voice.update", "voice.erase");
    assertThat(actions(new AuditQuery("voice.erase", null, null, null, null, 10, 0)))
        .containsExactly("voice.erase");
    assertThat(actions(new AuditQuery(null, null, "bob", null, null, 10, 1)))
        .containsExactly("voice.update");
    Instant middle = start.plus(Duration.ofMinutes(1));
    assertThat(actions(new AuditQuery(null, null, null, middle, null, 10, 0))).hasSize(2);
    assertThat(actions(new AuditQuery(null, null, null, null, middle, 10, 0)))
        .containsExactly("voice.erase");
  }

  @Test
  void anEventIsLostWithTheTransactionThatDidTheThing() {
    assertThatThrownBy(
            () ->
                database.writing(
                    transaction -> {
                      log.record(transaction, ANN, "voice.erase", Subject.voice("v"), Map.of());
                      throw new IllegalStateException("on purpose");
                    }))
        .hasMessage("on purpose");
    assertThat(log.list(AuditQuery.newest(10))).isEmpty();
  }

  @Test
  void theDatabaseRefusesToChangeOrDeleteAnEvent() {
    record(ANN, "voice.erase", Subject.voice("v1"), Map.of());

    refuses("update audit_event set action = 'voice.show'");
    refuses("delete from audit_event");
    if (database.isSqlite()) {
      refuses("insert or replace into audit_event select * from audit_event");
    } else {
      refuses("truncate audit_event");
      refuses(
          "insert into audit_event select * from audit_event"
              + " on conflict (id) do update set action = 'voice.show'");
    }
    assertThat(actions(AuditQuery.newest(10))).containsExactly("voice.erase");
  }

  private void refuses(String sql) {
    assertThatThrownBy(() -> database.writing(transaction -> transaction.handle().execute(sql)))
        .as(sql)
        .rootCause()
        .hasMessageContaining("audit_event is never");
  }

  private void record(Actor actor, String action, Subject subject, Map<String, ?> detail) {
    database.writing(transaction -> log.record(transaction, actor, action, subject, detail));
  }

  private List<String> actions(AuditQuery query) {
    return log.list(query).stream().map(AuditEvent::action).toList();
  }
}
