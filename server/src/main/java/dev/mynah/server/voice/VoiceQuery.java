package dev.mynah.server.voice;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which voices to list, and which part of the list. Only voices that can speak are listed: the
 * public ones and the caller's own.
 *
 * @param pageNumber 1 is the first
 * @param pageSize 1 to {@link #MAX_PAGE_SIZE}
 * @param title words the title holds, in any case, or null
 * @param tags the voice has all of these
 * @param self only the caller's own
 * @param ownerId only this owner's, or null; doesn't count with {@code self}
 * @param languages only voices that speak one of these, e.g. {@code en} or {@code en-US}; empty for
 *     any
 * @param titleLanguages only voices whose title is in letters one of these is written in, e.g.
 *     {@code zh}; empty for any
 * @param visibility only voices seen by just these people, or null
 * @param order which come first
 */
public record VoiceQuery(
    int pageNumber,
    int pageSize,
    @Nullable String title,
    List<String> tags,
    boolean self,
    @Nullable String ownerId,
    List<String> languages,
    List<String> titleLanguages,
    @Nullable Visibility visibility,
    Order order) {
  public static final int MAX_PAGE_SIZE = 100;

  public VoiceQuery {
    tags = List.copyOf(tags);
    languages = List.copyOf(languages);
    titleLanguages = List.copyOf(titleLanguages);
    if (pageNumber < 1) {
      throw new IllegalArgumentException("pageNumber must be at least 1: " + pageNumber);
    }
    if (pageSize < 1 || pageSize > MAX_PAGE_SIZE) {
      throw new IllegalArgumentException("pageSize must be 1 to 100: " + pageSize);
    }
  }

  /** A query for voices whoever may see them. */
  public VoiceQuery(
      int pageNumber,
      int pageSize,
      @Nullable String title,
      List<String> tags,
      boolean self,
      @Nullable String ownerId,
      List<String> languages,
      List<String> titleLanguages,
      Order order) {
    this(pageNumber, pageSize, title, tags, self, ownerId, languages, titleLanguages, null, order);
  }

  /** Everything the caller may see, newest first. */
  public static VoiceQuery page(int pageNumber, int pageSize) {
    return new VoiceQuery(
        pageNumber, pageSize, null, List.of(), false, null, List.of(), List.of(), Order.CREATED_AT);
  }

  /** Which voices come first. */
  public enum Order {
    /** The most used. */
    SCORE,
    /** The most used. */
    TASK_COUNT,
    /** The newest. */
    CREATED_AT
  }
}
