package dev.mynah.server.voice;

/**
 * A figure of a clone's report, with what it means.
 *
 * @param name stable, for programs
 * @param label for people
 * @param value the figure
 * @param unit of the figure, e.g. {@code s}; empty for none
 * @param grade how good it is for a voice
 * @param meaning what it says, and what would mend it if it isn't good
 */
public record ReportFigure(
    String name, String label, double value, String unit, Grade grade, String meaning) {

  /** How good a figure is. */
  public enum Grade {
    GOOD,
    FAIR,
    POOR,
    /** It is neither good nor bad. */
    NEUTRAL
  }
}
