package dev.mynah.server.failure;

/**
 * Which rule of a request's schema a field breaks, for dialects that tell it apart from other
 * errors.
 *
 * @param rule the kind of rule
 * @param bound what the rule allows, e.g. {@code 100} or {@code 'mp3' or 'wav'}; empty where the
 *     kind says it all
 */
public record Violation(Rule rule, String bound) {

  /** Kinds of rules. */
  public enum Rule {
    /** The field must be there. */
    REQUIRED,
    TEXT,
    FLAG,
    NUMBER,
    WHOLE_NUMBER,
    LIST,
    OBJECT,
    /** A number may not be smaller. */
    AT_LEAST,
    /** A number may not be larger. */
    AT_MOST,
    /** The value must be one of a few. */
    ONE_OF
  }

  public static Violation of(Rule rule) {
    return new Violation(rule, "");
  }
}
