package dev.mynah.server.task;

/**
 * How far work on a task has come.
 *
 * @param step what is being done
 * @param recording which of the recordings it is done to, from 1; 0 where it is done to all
 * @param recordings how many there are; 0 where it is done to all
 * @param bytes how much has come of what is fetched
 * @param totalBytes how much there is; {@link #UNKNOWN} where nobody has said
 */
public record Progress(WorkStep step, int recording, int recordings, long bytes, long totalBytes) {
  public static final long UNKNOWN = -1;

  /** A step that is done to all recordings at once. */
  public static Progress of(WorkStep step) {
    return new Progress(step, 0, 0, 0, UNKNOWN);
  }

  /**
   * A step that is done to one recording.
   *
   * @param position of the recording, from 0
   */
  public static Progress of(WorkStep step, int position, int recordings) {
    return new Progress(step, position + 1, recordings, 0, UNKNOWN);
  }

  /** Returns the same step a little further on. */
  public Progress withBytes(long come, long total) {
    return new Progress(step, recording, recordings, come, total);
  }

  /** Whether this is about the same step of the same recording. */
  boolean continues(Progress earlier) {
    return step == earlier.step && recording == earlier.recording;
  }
}
