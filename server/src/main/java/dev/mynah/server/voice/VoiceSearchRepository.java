package dev.mynah.server.voice;

import dev.mynah.server.db.Transaction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lists of voices from the tables whose names begin with {@code voice}. */
final class VoiceSearchRepository {
  /**
   * Whose voices a list shows: those that can speak, the caller's own and the public ones. Written
   * so that no database answers it by joining two indexes and sorting: the list is walked in its
   * order instead, and most of a page's neighbours are visible.
   */
  private static final String LISTED =
      "state = 'TRAINED'"
          + " and case when visibility = 'PUBLIC' or owner_id = :caller then 1 else 0 end = 1";

  private final VoiceRepository voices;

  VoiceSearchRepository(VoiceRepository voices) {
    this.voices = voices;
  }

  VoicePage list(Transaction transaction, VoiceQuery query, String callerOwnerId) {
    Map<String, Object> values = new LinkedHashMap<>();
    String where = where(query, callerOwnerId, values);
    long total =
        transaction
            .handle()
            .createQuery("select count(*)" + where)
            .bindMap(values)
            .mapTo(Long.class)
            .one();
    long skipped = (long) (query.pageNumber() - 1) * query.pageSize();
    String sql = pageSql(query, where, values);
    List<Voice> items =
        transaction
            .handle()
            .createQuery(sql)
            .bindMap(values)
            .bind("most", query.pageSize())
            .bind("skipped", skipped)
            .map((row, context) -> VoiceRepository.read(row))
            .list();
    return new VoicePage(
        total, voices.withSamples(transaction, items), skipped + items.size() < total);
  }

  /** Returns the SQL of a page, for a look at how a database goes about it. */
  static String pageSql(VoiceQuery query, String callerOwnerId) {
    Map<String, Object> values = new LinkedHashMap<>();
    return pageSql(query, where(query, callerOwnerId, values), values);
  }

  private static String pageSql(VoiceQuery query, String where, Map<String, Object> values) {
    return "select *"
        + where
        + " order by "
        + order(query, values)
        + " limit :most offset :skipped";
  }

  private static String where(VoiceQuery query, String callerOwnerId, Map<String, Object> values) {
    values.put("caller", callerOwnerId);
    return " from voice where " + String.join(" and ", conditions(query, values));
  }

  private static List<String> conditions(VoiceQuery query, Map<String, Object> values) {
    List<String> conditions = new ArrayList<>();
    conditions.add(query.self() ? "owner_id = :caller and state = 'TRAINED'" : LISTED);
    if (query.ownerId() != null && !query.self()) {
      conditions.add("owner_id = :owner");
      values.put("owner", query.ownerId());
    }
    if (query.visibility() != null) {
      conditions.add("visibility = :visibility");
      values.put("visibility", query.visibility().name());
    }
    if (query.title() != null) {
      List<String> words = FoldedText.words(query.title());
      for (int i = 0; i < words.size(); i++) {
        conditions.add("title_folded like :word" + i + " escape '!'");
        values.put("word" + i, "%" + escaped(words.get(i)) + "%");
      }
    }
    if (!query.languages().isEmpty()) {
      List<String> spoken = new ArrayList<>();
      for (int i = 0; i < query.languages().size(); i++) {
        spoken.add("languages like :language" + i + " escape '!'");
        String language = Locale.forLanguageTag(query.languages().get(i)).getLanguage();
        values.put("language" + i, "%\"" + escaped(language) + "\"%");
      }
      conditions.add("(" + String.join(" or ", spoken) + ")");
    }
    if (!query.titleLanguages().isEmpty()) {
      conditions.add("title_script in (" + scripts(query.titleLanguages()) + ")");
    }
    for (int i = 0; i < query.tags().size(); i++) {
      conditions.add("id in (select voice_id from voice_tag where tag = :tag" + i + ")");
      values.put("tag" + i, FoldedText.letters(query.tags().get(i)));
    }
    return conditions;
  }

  /** Names of our own, as a list in SQL; one that no title has if no language is known. */
  private static String scripts(List<String> languages) {
    return Stream.concat(
            Stream.of("'-'"),
            languages.stream()
                .flatMap(language -> TitleScript.ofLanguage(language).stream())
                .distinct()
                .map(script -> "'" + script.name() + "'"))
        .collect(Collectors.joining(", "));
  }

  /** The best match comes first where a title is looked for, and among equals the most used. */
  private static String order(VoiceQuery query, Map<String, Object> values) {
    String byUse = "task_count desc, created_at desc, id desc";
    return switch (query.order()) {
      case CREATED_AT -> "created_at desc, id desc";
      case TASK_COUNT -> byUse;
      case SCORE -> {
        if (query.title() == null) {
          yield byUse;
        }
        String folded = FoldedText.title(query.title());
        values.put("whole", folded);
        values.put("beginning", escaped(folded) + "%");
        values.put("within", "% " + escaped(folded) + "%");
        yield "case when title_folded = :whole then 0"
            + " when title_folded like :beginning escape '!' then 1"
            + " when title_folded like :within escape '!' then 2"
            + " else 3 end, "
            + byUse;
      }
    };
  }

  private static String escaped(String text) {
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
  }
}
