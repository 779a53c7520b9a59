package dev.mynah.server.token;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What a key may do. */
public enum Scope {
  /** Turn text into speech, and read voices and tasks. */
  SPEAK,
  /** Make voices. */
  CLONE,
  /** Change and delete the owner's voices; look after the owner's keys and see what they used. */
  MANAGE,
  /**
   * Look after everybody's keys and see what they used; change and erase any voice whose id is
   * known.
   */
  ADMIN;

  /** Returns how it is written, e.g. {@code speak}. */
  public String written() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns scopes in their usual order, e.g. {@code speak,clone}. */
  public static String written(Collection<Scope> scopes) {
    return scopes.stream().sorted().map(Scope::written).collect(Collectors.joining(","));
  }

  /**
   * Reads what {@link #written(Collection)} wrote.
   *
   * @throws IllegalArgumentException if a word names no scope
   */
  public static Set<Scope> read(String written) {
    return Arrays.stream(written.split(",", -1))
        .map(word -> valueOf(word.strip().toUpperCase(Locale.ROOT)))
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Scope.class)));
  }
}
