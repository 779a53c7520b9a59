package dev.mynah.server.voice;

import dev.mynah.engine.spi.CloneReport;
import dev.mynah.server.voice.ReportFigure.Grade;
import java.util.List;
import java.util.Locale;

/** Puts the figures of a clone's report into words. */
public final class ReportFigures {
  private static final double ENOUGH_SECONDS = 15;
  private static final double LITTLE_SECONDS = 8;
  private static final double QUIET_DB = 30; // speech over noise
  private static final double NOISY_DB = 20;
  private static final double LOUD_DBFS = -30;
  private static final double FAINT_DBFS = -40;
  private static final double WIDE_HZ = 7_000;
  private static final double NARROW_HZ = 4_500;
  private static final double CLEAN_SHARE = 2e-4;
  private static final double CLIPPED_SHARE = 5e-3;

  private ReportFigures() {}

  /** Returns the figures, those that matter most first. */
  public static List<ReportFigure> of(CloneReport report) {
    return List.of(
        speech(report),
        noise(report),
        bandwidth(report),
        clipping(report),
        level(report),
        pitch(report));
  }

  private static ReportFigure speech(CloneReport report) {
    double seconds = report.usedSeconds();
    Grade grade = grade(seconds, ENOUGH_SECONDS, LITTLE_SECONDS);
    String found =
        String.format(
            Locale.ROOT,
            "%.1f seconds of speech were found and %.1f used. ",
            report.speechSeconds(),
            seconds);
    return new ReportFigure(
        "used_seconds",
        "Speech used",
        seconds,
        "s",
        grade,
        found
            + (grade == Grade.GOOD
                ? "That is enough: more than half a minute changes little."
                : "15 to 30 seconds of one person talking give a voice that is more alike."));
  }

  private static ReportFigure noise(CloneReport report) {
    double ratio = report.levelDbfs() - report.noiseFloorDbfs();
    Grade grade = grade(ratio, QUIET_DB, NOISY_DB);
    return new ReportFigure(
        "signal_to_noise_db",
        "Speech over noise",
        ratio,
        "dB",
        grade,
        grade == Grade.GOOD
            ? "The room is quiet: the pauses hardly hold a sound."
            : "Noise is heard in the pauses; record in a quieter room or nearer to the"
                + " microphone.");
  }

  private static ReportFigure bandwidth(CloneReport report) {
    Grade grade = grade(report.bandwidthHz(), WIDE_HZ, NARROW_HZ);
    return new ReportFigure(
        "bandwidth_hz",
        "Highest sound",
        report.bandwidthHz(),
        "Hz",
        grade,
        grade == Grade.GOOD
            ? "The recording keeps the hiss of s and f, which makes a voice sound near."
            : "The high sounds are missing, as on a telephone; use a recording at 16 kHz or more"
                + " that wasn't sent through a call.");
  }

  private static ReportFigure clipping(CloneReport report) {
    double share = report.clippedFraction();
    Grade grade = grade(-share, -CLEAN_SHARE, -CLIPPED_SHARE);
    return new ReportFigure(
        "clipped_percent",
        "Cut off at full scale",
        100 * share,
        "%",
        grade,
        grade == Grade.GOOD
            ? "Nothing of importance is cut off."
            : "The recording was too loud for its microphone, which roughens the voice; record"
                + " again at a lower level.");
  }

  private static ReportFigure level(CloneReport report) {
    Grade grade = grade(report.levelDbfs(), LOUD_DBFS, FAINT_DBFS);
    return new ReportFigure(
        "level_dbfs",
        "Level of the speech",
        report.levelDbfs(),
        "dBFS",
        grade,
        grade == Grade.GOOD
            ? "The speech is loud enough to be measured well."
            : "The speech is faint; record nearer to the microphone or at a higher level.");
  }

  private static ReportFigure pitch(CloneReport report) {
    return new ReportFigure(
        "median_f0_hz",
        "Pitch",
        report.medianF0Hz(),
        "Hz",
        Grade.NEUTRAL,
        String.format(
            Locale.ROOT,
            "Half of the voiced speech is below this, most of it between %.0f and %.0f Hz.",
            report.lowF0Hz(),
            report.highF0Hz()));
  }

  private static Grade grade(double value, double good, double fair) {
    return value >= good ? Grade.GOOD : value >= fair ? Grade.FAIR : Grade.POOR;
  }
}
