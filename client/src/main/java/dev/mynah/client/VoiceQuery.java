package dev.mynah.client;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which voices to list. Immutable: every method returns another one.
 *
 * @param mine one's own only
 * @param title words of the title, or null for any
 * @param tags all of which a voice must have
 * @param authorId whose, or null for anybody's
 * @param language that it speaks, or null for any
 * @param order what comes first
 * @param pageSize how many to ask for at a time, 1 to 100; it changes nothing else
 */
public record VoiceQuery(
    boolean mine,
    @Nullable String title,
    List<String> tags,
    @Nullable String authorId,
    @Nullable String language,
    Order order,
    int pageSize) {
  private static final int PAGE = 50;
  private static final int MAX_PAGE = 100;
  private static final int MAX_TEXT = 255;

  /** What comes first. */
  public enum Order {
    /** What fits best. */
    SCORE("score"),
    /** What is used most. */
    USE("task_count"),
    /** What is newest. */
    NEWEST("created_at");

    private final String wire;

    Order(String wire) {
      this.wire = wire;
    }
  }

  /** Checks the fields. */
  public VoiceQuery {
    tags = Check.texts("tag", tags, 20, MAX_TEXT);
    Check.within("page_size", pageSize, 1, MAX_PAGE);
  }

  /** Every voice the key may see. */
  public static VoiceQuery all() {
    return new VoiceQuery(false, null, List.of(), null, null, Order.SCORE, PAGE);
  }

  /** One's own voices. */
  public static VoiceQuery own() {
    return new VoiceQuery(true, null, List.of(), null, null, Order.NEWEST, PAGE);
  }

  /** Only those with these words in their title. */
  public VoiceQuery withTitle(String words) {
    String checked = Check.text("title", words, MAX_TEXT);
    return new VoiceQuery(mine, checked, tags, authorId, language, order, pageSize);
  }

  /** Only those with all of these tags. */
  public VoiceQuery withTags(String... words) {
    return new VoiceQuery(mine, title, List.of(words), authorId, language, order, pageSize);
  }

  /** Only those of this author. */
  public VoiceQuery withAuthor(String id) {
    return new VoiceQuery(mine, title, tags, id, language, order, pageSize);
  }

  /** Only those that speak this language. */
  public VoiceQuery withLanguage(String code) {
    return new VoiceQuery(mine, title, tags, authorId, code, order, pageSize);
  }

  /** In this order. */
  public VoiceQuery withOrder(Order other) {
    return new VoiceQuery(mine, title, tags, authorId, language, other, pageSize);
  }

  /** So many at a time. */
  public VoiceQuery withPageSize(int size) {
    return new VoiceQuery(mine, title, tags, authorId, language, order, size);
  }

  /** Returns this as a query of a URL, for a page counted from 1. */
  String wire(int page) {
    List<String> parts = new ArrayList<>();
    parts.add("page_size=" + pageSize);
    parts.add("page_number=" + page);
    if (mine) {
      parts.add("self=true");
    }
    if (title != null) {
      parts.add("title=" + Wire.segment(title));
    }
    tags.forEach(tag -> parts.add("tag=" + Wire.segment(tag)));
    if (authorId != null) {
      parts.add("author_id=" + Wire.segment(authorId));
    }
    if (language != null) {
      parts.add("language=" + Wire.segment(language));
    }
    parts.add("sort_by=" + order.wire);
    return "?" + String.join("&", parts);
  }
}
