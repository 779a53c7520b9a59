package dev.mynah.server.http.wire;

/**
 * What a body may hold.
 *
 * @param maxBytes largest body that is kept in memory: any but a form with files
 * @param maxFiles most files of a form
 * @param maxFormBytes largest form with files, which go to the disk
 */
public record BodyRules(int maxBytes, int maxFiles, long maxFormBytes) {
  private static final int SMALL_BODY_BYTES = 1 << 20;

  /** Everything but recordings fits into this. */
  public static final BodyRules SMALL = new BodyRules(SMALL_BODY_BYTES, 0, SMALL_BODY_BYTES);

  /** Returns rules for bodies as large as the server takes, with files of as much together. */
  public static BodyRules withFiles(int maxFiles) {
    return new BodyRules(Integer.MAX_VALUE, maxFiles, Long.MAX_VALUE);
  }

  /** Returns these rules with another bound to forms. */
  public BodyRules withFormBytes(long maxFormBytes) {
    return new BodyRules(maxBytes, maxFiles, maxFormBytes);
  }
}
