package dev.mynah.engine.lark.clone;

import dev.mynah.audio.analysis.RecordingAnalysis;
import dev.mynah.audio.analysis.SoundCharacter;
import dev.mynah.audio.analysis.SpeechActivity;
import dev.mynah.engine.spi.CloneReport.Warning;
import dev.mynah.engine.spi.EngineError;
import dev.mynah.engine.spi.EngineException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Says whether a recording can give a voice, and what would make the voice better. Every sentence
 * names what was found and what to do about it.
 */
final class ReferenceJudge {
  /** Least speech that gives a voice. */
  static final double LEAST_SPEECH_SECONDS = 2;

  private static final double GOOD_SPEECH_SECONDS = 10;
  private static final double SILENCE_DBFS = -65;
  private static final double LEAST_LOUD_NOISE_DBFS = -55;
  private static final double MUSIC_TONE = 0.30;
  private static final double MUSIC_STEADY_PITCH = 0.38;
  private static final double MUSIC_PITCH_RANGE = 1.2; // 90th over 10th percentile
  private static final double MUSIC_MODULATION_DB = 3;
  private static final double MIXED_MUSIC_TONE = 0.20;
  private static final double MIXED_PAUSE_TONE = 0.25;
  private static final double AUDIBLE_PAUSE_DB = 35; // below the speech
  private static final double GOOD_SNR_DB = 20;
  private static final double GOOD_BANDWIDTH_HZ = 7_000;
  private static final double TWO_SPEAKERS_GAIN = 0.15; // nats a frame; one reader stays under 0.02
  private static final double AUDIBLE_CLIPPING = 2e-4;

  private ReferenceJudge() {}

  /**
   * Refuses a recording that can't give a voice.
   *
   * @throws EngineException with {@link EngineError#UNUSABLE_REFERENCE}
   */
  static void requireUsable(RecordingAnalysis recording) throws EngineException {
    double loudest = loudest(recording.activity().levelDb());
    if (loudest < SILENCE_DBFS) {
      throw refusal(
          String.format(
              Locale.ROOT,
              "The recording is silent (its loudest moment is at %.0f dBFS). "
                  + "Check that the right file and channel were recorded.",
              loudest));
    }
    if (musicOnly(recording)) {
      throw refusal(
          "The recording holds music rather than speech. "
              + "Use a recording of one person speaking without music.");
    }
    double seconds = recording.activity().speechSeconds();
    if (seconds < LEAST_SPEECH_SECONDS) {
      if (seconds < 0.25 && loudest > LEAST_LOUD_NOISE_DBFS) {
        throw refusal(
            "The recording holds sound but no voice: noise only. "
                + "Use a recording of one person speaking in a quiet room.");
      }
      throw refusal(
          String.format(
              Locale.ROOT,
              "The recording holds %.1f seconds of speech; a voice needs at least %.0f, "
                  + "and gets better up to 30. Record more.",
              seconds,
              LEAST_SPEECH_SECONDS));
    }
  }

  /** Returns what would make the voice better. */
  static List<Warning> warnings(
      RecordingAnalysis recording, double usedSeconds, double twoSpeakerGain) {
    List<Warning> warnings = new ArrayList<>();
    SpeechActivity activity = recording.activity();
    if (usedSeconds < GOOD_SPEECH_SECONDS) {
      warnings.add(
          new Warning(
              "short",
              String.format(
                  Locale.ROOT,
                  "Only %.1f seconds of speech were found; with 15 to 30 seconds the voice becomes"
                      + " more alike.",
                  usedSeconds)));
    }
    if (recording.clippedFraction() > AUDIBLE_CLIPPING) {
      warnings.add(
          new Warning(
              "clipping",
              String.format(
                  Locale.ROOT,
                  "%.2f %% of the samples are cut off at full scale, which roughens the voice; record"
                      + " again at a lower level.",
                  100 * recording.clippedFraction())));
    }
    if (activity.signalToNoiseDb() < GOOD_SNR_DB) {
      warnings.add(
          new Warning(
              "noisy",
              String.format(
                  Locale.ROOT,
                  "The speech is only %.0f dB above the noise; record in a quieter room or nearer to"
                      + " the microphone.",
                  activity.signalToNoiseDb())));
    }
    if (recording.bandwidthHz() < GOOD_BANDWIDTH_HZ) {
      warnings.add(
          new Warning(
              "narrow-band",
              String.format(
                  Locale.ROOT,
                  "Nothing above %.1f kHz carries speech, as on a telephone; use a recording at 16 kHz"
                      + " or more that wasn't sent through a call.",
                  recording.bandwidthHz() / 1_000)));
    }
    if (twoSpeakerGain > TWO_SPEAKERS_GAIN) {
      warnings.add(
          new Warning(
              "two-speakers",
              "Two people seem to speak, and the voice comes out between them; use a recording of"
                  + " one person alone."));
    }
    if (musicUnderSpeech(recording)) {
      warnings.add(
          new Warning(
              "music",
              "Music seems to play under the speech, and some of it gets into the voice; use a"
                  + " recording without it."));
    }
    return warnings;
  }

  /** Says that what seemed to be speech has no voice in it. */
  static EngineException unvoiced() {
    return refusal(
        "The recording holds next to no voiced speech, as in whispering. "
            + "Use a recording of someone speaking in a normal voice.");
  }

  /**
   * Held tones at several pitches, or without the swing of syllables; a monotone talker is neither.
   */
  private static boolean musicOnly(RecordingAnalysis recording) {
    SoundCharacter character = recording.character();
    float[] f0 = recording.pitch().sortedVoiced();
    double range = f0.length == 0 ? 1 : f0[f0.length - 1 - f0.length / 10] / f0[f0.length / 10];
    return character.tonePersistence() > MUSIC_TONE
        && character.steadyPitch() > MUSIC_STEADY_PITCH
        && (range > MUSIC_PITCH_RANGE || character.modulationDb() < MUSIC_MODULATION_DB);
  }

  private static boolean musicUnderSpeech(RecordingAnalysis recording) {
    SoundCharacter character = recording.character();
    boolean inPauses =
        character.pauseTone() > MIXED_PAUSE_TONE
            && recording.activity().signalToNoiseDb() < AUDIBLE_PAUSE_DB;
    return inPauses || character.tonePersistence() > MIXED_MUSIC_TONE;
  }

  private static double loudest(float[] levelDb) {
    double loudest = Double.NEGATIVE_INFINITY;
    for (float level : levelDb) {
      loudest = Math.max(loudest, level);
    }
    return loudest;
  }

  private static EngineException refusal(String message) {
    return new EngineException(EngineError.UNUSABLE_REFERENCE, message);
  }
}
