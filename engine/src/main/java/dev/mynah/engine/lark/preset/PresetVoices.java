package dev.mynah.engine.lark.preset;

import dev.mynah.audio.analysis.EnvelopeBands;
import dev.mynah.audio.spectrum.MelBands;
import dev.mynah.engine.lark.profile.FrameClasses;
import dev.mynah.engine.lark.profile.LarkProfile;
import dev.mynah.engine.lark.profile.LarkProfileCodec;
import dev.mynah.engine.lark.profile.NetworkEnvelope;
import dev.mynah.engine.spi.VoiceProfile;
import java.util.List;

/*
 * Each voice is a handful of numbers chosen by hand, none taken from anyone's recording: pitch and
 * its range, the length of the vocal tract, pace, and a curve of gains over frequency for voiced and
 * one for unvoiced sounds. The same change applies to all sounds of a voicing, so one class of each
 * is enough and nothing needs to be measured.
 */
/** The voices that come with Lark. */
public final class PresetVoices {
  /** Median pitch of the network's own voice, Hz. */
  private static final double BASE_HERTZ = 192;

  /** Where the gains of a curve are given, Hz; straight lines in mel between, level beyond. */
  private static final double[] POINTS_HZ = {
    120, 300, 600, 1_000, 1_600, 2_400, 3_400, 4_800, 7_000, 10_000
  };

  private static final double NATS_PER_DB = Math.log(10) / 20;

  private PresetVoices() {}

  /**
   * Returns the voices in a fixed order.
   *
   * @param networkId first 16 hex digits of the SHA-256 of the network they are for
   * @param engineVersion written into the profiles
   */
  public static List<PresetVoice> all(String networkId, String engineVersion) {
    Maker maker = new Maker(networkId, engineVersion);
    return List.of(
        maker.make(
            "6d796e61682d6c61726b2d3030303031",
            "Clara",
            "A clear, friendly young woman.",
            List.of("female", "young", "clear", "narration"),
            new Shape(212, 1.05, 1.02, 1.0, 2),
            new double[] {0, -1, 0, 1, 0, 1, 2, 2, 1, 0},
            new double[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0}),
        maker.make(
            "6d796e61682d6c61726b2d3030303032",
            "Maren",
            "A calm woman with a low, warm voice.",
            List.of("female", "middle-aged", "warm", "calm"),
            new Shape(155, 0.85, 0.91, 0.95, -1),
            new double[] {3, 3, 1, -2, -1, -3, -4, -3, -4, -5},
            new double[] {0, 0, 0, 0, 0, -1, -2, -3, -3, -3}),
        maker.make(
            "6d796e61682d6c61726b2d3030303033",
            "Edith",
            "An elderly woman who takes her time.",
            List.of("female", "old", "gentle", "storytelling"),
            new Shape(196, 1.2, 1.03, 0.88, 0.5),
            new double[] {-4, 2, 5, 3, -4, 2, -2, -6, -6, -7},
            new double[] {0, 0, 0, 0, 0, 0, -1, -3, -4, -5}),
        maker.make(
            "6d796e61682d6c61726b2d3030303034",
            "Pip",
            "A bright child's voice.",
            List.of("child", "young", "bright", "lively"),
            new Shape(288, 1.1, 1.14, 1.03, 1.5),
            new double[] {-3, -2, 1, 2, 1, 0, 0, 1, 2, 2},
            new double[] {0, 0, 0, 0, 0, 0, 0, 0, 1, 1}),
        maker.make(
            "6d796e61682d6c61726b2d3030303035",
            "Jonas",
            "A young man, open and quick.",
            List.of("male", "young", "friendly", "conversational"),
            new Shape(138, 1.1, 0.92, 1.05, -1),
            new double[] {2, 0, 0, 1, 1, 3, 2, 0, -1, -2},
            new double[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0}),
        maker.make(
            "6d796e61682d6c61726b2d3030303036",
            "Walter",
            "An elderly man, measured and a little dry.",
            List.of("male", "old", "measured", "documentary"),
            new Shape(102, 0.8, 0.85, 0.9, 1),
            new double[] {-5, 0, 5, 4, 2, -4, -2, -6, -8, -9},
            new double[] {0, 0, 0, 0, 0, -1, -2, -3, -4, -5}),
        maker.make(
            "6d796e61682d6c61726b2d3030303037",
            "Bruno",
            "A deep, full man's voice.",
            List.of("male", "middle-aged", "deep", "announcer"),
            new Shape(86, 0.95, 0.84, 0.97, -6),
            new double[] {6, 4, 0, -2, -3, 0, 1, -2, -3, -3},
            new double[] {0, 0, 0, 0, 0, 0, -1, -1, -2, -2}),
        maker.make(
            "6d796e61682d6c61726b2d3030303038",
            "Robin",
            "Neither clearly a man's nor a woman's voice, light and modern.",
            List.of("neutral", "young", "light", "assistant"),
            new Shape(168, 1.0, 1.04, 1.02, 2.5),
            new double[] {-1, -4, -3, 0, 4, 3, -1, 3, 4, 3},
            new double[] {0, 0, 0, 0, 0, 0, 0, 1, 1, 1}));
  }

  /**
   * What a voice is besides its curves.
   *
   * @param hertz median pitch
   * @param range spread of pitch over the base's
   * @param warp factor on the base's formants
   * @param speed pace over the base's
   * @param gain that makes the voices equally loud, dB
   */
  private record Shape(double hertz, double range, double warp, double speed, double gain) {}

  private record Maker(String networkId, String engineVersion) {
    PresetVoice make(
        String id,
        String name,
        String description,
        List<String> tags,
        Shape shape,
        double[] voicedDecibels,
        double[] unvoicedDecibels) {
      LarkProfile profile =
          new LarkProfile(
              networkId,
              Math.log(BASE_HERTZ),
              Math.log(shape.hertz()),
              shape.range(),
              shape.warp(),
              shape.speed(),
              new FrameClasses(1, new float[2][NetworkEnvelope.TERMS], 1, 1),
              new float[][] {curve(voicedDecibels, shape), curve(unvoicedDecibels, shape)});
      VoiceProfile bytes =
          new VoiceProfile(LarkProfile.ENGINE, engineVersion, LarkProfileCodec.write(profile));
      return new PresetVoice(id, name, description, tags, "en-US", bytes);
    }
  }

  /** Draws a curve through gains in dB at {@link #POINTS_HZ}, raised by the voice's own gain. */
  private static float[] curve(double[] decibels, Shape shape) {
    MelBands mel = EnvelopeBands.over(1 + EnvelopeBands.COUNT);
    float[] curve = new float[EnvelopeBands.COUNT];
    for (int b = 0; b < curve.length; b++) {
      int above = 0;
      while (above < POINTS_HZ.length && mel.bandPosition(POINTS_HZ[above]) < b) {
        above++;
      }
      double value;
      if (above == 0) {
        value = decibels[0];
      } else if (above == POINTS_HZ.length) {
        value = decibels[POINTS_HZ.length - 1];
      } else {
        double from = mel.bandPosition(POINTS_HZ[above - 1]);
        double way = (b - from) / (mel.bandPosition(POINTS_HZ[above]) - from);
        value = decibels[above - 1] + way * (decibels[above] - decibels[above - 1]);
      }
      curve[b] = (float) (NATS_PER_DB * (value + shape.gain()));
    }
    return curve;
  }
}
