package dev.mynah.engine.spi;

import java.util.List;

/**
 * What was measured on a reference recording, for the owner of the voice to read.
 *
 * @param speechSeconds speech found, in seconds
 * @param usedSeconds speech the profile was made from, in seconds
 * @param levelDbfs mean level of the speech, dB relative to full scale
 * @param noiseFloorDbfs level between the words, dB relative to full scale
 * @param bandwidthHz highest frequency that carries speech
 * @param clippedFraction share of samples at full scale, 0 to 1
 * @param medianF0Hz median pitch of the voiced speech
 * @param lowF0Hz 10th percentile of the pitch
 * @param highF0Hz 90th percentile of the pitch
 * @param warnings what would make the voice better, each a finding and its remedy
 */
public record CloneReport(
    double speechSeconds,
    double usedSeconds,
    double levelDbfs,
    double noiseFloorDbfs,
    double bandwidthHz,
    double clippedFraction,
    double medianF0Hz,
    double lowF0Hz,
    double highF0Hz,
    List<Warning> warnings) {
  public CloneReport {
    warnings = List.copyOf(warnings);
  }

  /**
   * Something wrong with the recording that did not prevent a voice.
   *
   * @param code stable name for programs, e.g. {@code clipping}
   * @param message one sentence with the finding and the remedy
   */
  public record Warning(String code, String message) {}
}
