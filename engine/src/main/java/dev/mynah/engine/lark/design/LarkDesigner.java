package dev.mynah.engine.lark.design;

import dev.mynah.engine.lark.design.VoiceTraits.Age;
import dev.mynah.engine.lark.design.VoiceTraits.Sex;
import dev.mynah.engine.lark.preset.PresetVoice;
import dev.mynah.engine.lark.profile.LarkProfile;
import dev.mynah.engine.lark.profile.LarkProfileCodec;
import dev.mynah.engine.spi.DesignedVoice;
import dev.mynah.engine.spi.EngineException;
import dev.mynah.engine.spi.VoiceDesigner;
import dev.mynah.engine.spi.VoiceProfile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Designs voices for Lark. What a description leaves open is varied among the candidates: first the
 * preset they begin as, and so sex and age, then all the rest by small steps.
 */
public final class LarkDesigner implements VoiceDesigner {
  private static final double NOTICED = 0.25; // degrees from which a trait is told of

  private final List<PresetVoice> presets;
  private final String engineVersion;

  /**
   * @param presets the voices that come with the engine
   * @param engineVersion written into the profiles
   */
  public LarkDesigner(List<PresetVoice> presets, String engineVersion) {
    this.presets = List.copyOf(presets);
    this.engineVersion = engineVersion;
  }

  @Override
  public List<DesignedVoice> design(String instruction, int count, long seed) {
    VoiceTraits traits = DescriptionReader.read(instruction);
    List<PresetVoice> bases = bases(traits, seed);
    List<DesignedVoice> voices = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      PresetVoice base = bases.get(i % bases.size());
      VoiceTraits decided = decided(traits, base);
      Random chance = new Random(31 * seed + i);
      LarkProfile profile = VoiceSketch.of(profile(base), decided, i / bases.size(), chance);
      voices.add(
          new DesignedVoice(
              new VoiceProfile(LarkProfile.ENGINE, engineVersion, LarkProfileCodec.write(profile)),
              told(decided),
              traits.leftOut()));
    }
    return voices;
  }

  /** Returns the presets that fit, the nearest first; of equals the seed says which. */
  private List<PresetVoice> bases(VoiceTraits traits, long seed) {
    List<PresetVoice> fitting = presets.stream().filter(preset -> fits(preset, traits)).toList();
    if (fitting.isEmpty()) {
      Age age = traits.age() == Age.CHILD ? Age.CHILD : Age.OPEN;
      VoiceTraits looser = new VoiceTraits(traits.sex(), age, 0, 0, 0, 0, List.of());
      fitting = presets.stream().filter(preset -> fits(preset, looser)).toList();
    }
    List<PresetVoice> turned = new ArrayList<>(fitting);
    Collections.rotate(turned, Math.floorMod(seed, turned.size()));
    return turned;
  }

  private static boolean fits(PresetVoice preset, VoiceTraits traits) {
    Age age = age(preset);
    boolean sexFits =
        traits.age() == Age.CHILD || traits.sex() == Sex.OPEN || traits.sex() == sex(preset);
    boolean ageFits = traits.age() == Age.OPEN ? age != Age.CHILD : traits.age() == age;
    return sexFits && ageFits;
  }

  private static Sex sex(PresetVoice preset) {
    if (preset.tags().contains("male")) {
      return Sex.MALE;
    }
    return preset.tags().contains("female") ? Sex.FEMALE : Sex.NEUTRAL;
  }

  private static Age age(PresetVoice preset) {
    if (preset.tags().contains("child")) {
      return Age.CHILD;
    }
    if (preset.tags().contains("old")) {
      return Age.OLD;
    }
    return preset.tags().contains("young") ? Age.YOUNG : Age.MIDDLE;
  }

  private static VoiceTraits decided(VoiceTraits traits, PresetVoice base) {
    return new VoiceTraits(
        traits.sex() == Sex.OPEN ? sex(base) : traits.sex(),
        traits.age() == Age.OPEN ? age(base) : traits.age(),
        traits.pitch(),
        traits.pace(),
        traits.brightness(),
        traits.liveliness(),
        traits.leftOut());
  }

  private static LarkProfile profile(PresetVoice preset) {
    try {
      return LarkProfileCodec.read(preset.profile().bytes());
    } catch (EngineException e) {
      throw new IllegalStateException("a preset of our own can't be read", e);
    }
  }

  private static List<String> told(VoiceTraits traits) {
    List<String> told = new ArrayList<>();
    told.add(lower(traits.sex()));
    told.add(traits.age() == Age.MIDDLE ? "middle-aged" : lower(traits.age()));
    tell(told, traits.pitch(), "deep", "high");
    tell(told, traits.pace(), "slow", "fast");
    tell(told, traits.brightness(), "warm", "bright");
    tell(told, traits.liveliness(), "calm", "lively");
    return told;
  }

  private static void tell(List<String> told, double degree, String below, String above) {
    if (Math.abs(degree) >= NOTICED) {
      told.add(degree < 0 ? below : above);
    }
  }

  private static String lower(Enum<?> name) {
    return name.name().toLowerCase(Locale.ROOT);
  }
}
