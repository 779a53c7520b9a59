package dev.mynah.audio.synthetic;

import dev.mynah.audio.Pcm;
import java.util.Random;

/*
 * Speech-like sound whose pitch and vocal tract are known exactly: a train of glottal pulses
 * (Rosenberg's shape, JASA 49, 1971) and noise through the resonances of a tube, five formants a
 * vowel (frequencies after Peterson and Barney, JASA 24, 1952), spoken as syllables with a
 * fricative before every vowel and a pause between phrases.
 */
/** A made-up talker: pitch in Hz, vocal tract as a factor on every formant. Sounds at 24 kHz. */
public final class SyntheticVoice {
  private static final int RATE = 24_000;
  private static final double[][] VOWELS = {
    {270, 2290, 3010, 3700, 4950},
    {530, 1840, 2480, 3500, 4900},
    {660, 1720, 2410, 3500, 4850},
    {730, 1090, 2440, 3400, 4800},
    {570, 840, 2410, 3400, 4750},
    {300, 870, 2240, 3300, 4700},
    {640, 1190, 2390, 3400, 4800},
  };
  private static final double VOWEL_LEVEL = 0.1;
  private static final double FRICATIVE_LEVEL = 0.03;
  private static final double[] BANDWIDTHS = {60, 90, 130, 180, 250};

  private final double medianHz;
  private final double formantFactor;
  private final long seed;
  private final double swing;

  /**
   * Describes a talker.
   *
   * @param medianHz pitch about which the voice moves
   * @param formantFactor 1 for an average adult male's tract; 1.15 for a shorter one
   * @param seed of the order of syllables and of the noise
   */
  public SyntheticVoice(double medianHz, double formantFactor, long seed) {
    this(medianHz, formantFactor, seed, 0.10);
  }

  /** As above, with the relative swing of the pitch within a phrase. */
  public SyntheticVoice(double medianHz, double formantFactor, long seed, double swing) {
    this.medianHz = medianHz;
    this.formantFactor = formantFactor;
    this.seed = seed;
    this.swing = swing;
  }

  /** Speaks for about that many seconds, pauses of a third of a second between phrases included. */
  public Pcm speak(double seconds) {
    Random random = new Random(seed);
    float[] out = new float[(int) (seconds * RATE)];
    int at = RATE / 5;
    while (at < out.length) {
      int syllables = 5 + random.nextInt(4);
      double phrase = random.nextDouble() * 2 * Math.PI;
      for (int s = 0; s < syllables; s++) {
        at = fricative(out, at, random);
        at = vowel(out, at, VOWELS[random.nextInt(VOWELS.length)], phrase + s, random);
      }
      at += RATE / 3;
    }
    return new Pcm(Sounds.scaled(out, 0.4), RATE);
  }

  private int fricative(float[] out, int at, Random random) {
    double[] sound = new double[(int) (RATE * (0.05 + 0.04 * random.nextDouble()))];
    Resonator resonator = new Resonator(4_800 * formantFactor, 1_500);
    for (int i = 0; i < sound.length; i++) {
      double fade = Math.sin(Math.PI * i / sound.length);
      sound[i] = fade * resonator.next(random.nextGaussian());
    }
    return add(sound, FRICATIVE_LEVEL, out, at);
  }

  private int vowel(float[] out, int at, double[] formants, double where, Random random) {
    double[] sound = new double[(int) (RATE * (0.13 + 0.08 * random.nextDouble()))];
    Resonator[] tract = new Resonator[formants.length];
    for (int f = 0; f < formants.length; f++) {
      tract[f] = new Resonator(formants[f] * formantFactor, BANDWIDTHS[f]);
    }
    double phase = 0;
    double before = 0;
    for (int i = 0; i < sound.length; i++) {
      double f0 = medianHz * (1 + swing * Math.sin(where + 1.0 * i / sound.length));
      phase = (phase + f0 / RATE) % 1;
      double flow = glottalFlow(phase);
      double value = flow - before + 0.0005 * random.nextGaussian();
      before = flow;
      for (Resonator resonator : tract) {
        value = resonator.next(value);
      }
      sound[i] = value * Math.min(1, Math.min(i, sound.length - i) / (0.02 * RATE));
    }
    return add(sound, VOWEL_LEVEL, out, at);
  }

  /** Adds a sound at an RMS level; returns where it ends. */
  private static int add(double[] sound, double level, float[] out, int at) {
    double power = 0;
    for (double value : sound) {
      power += value * value / sound.length;
    }
    double gain = level / Math.sqrt(power);
    for (int i = 0; i < sound.length && at + i < out.length; i++) {
      out[at + i] += (float) (gain * sound[i]);
    }
    return at + sound.length;
  }

  private static double glottalFlow(double phase) {
    if (phase < 0.4) {
      return 0.5 * (1 - Math.cos(Math.PI * phase / 0.4));
    }
    return phase < 0.56 ? Math.cos(Math.PI * (phase - 0.4) / 0.32) : 0;
  }

  /** A two-pole resonance of unit gain at 0 Hz. */
  private static final class Resonator {
    private final double a;
    private final double b;
    private final double c;
    private double last;
    private double beforeLast;

    Resonator(double hertz, double bandwidthHertz) {
      double radius = Math.exp(-Math.PI * bandwidthHertz / RATE);
      b = 2 * radius * Math.cos(2 * Math.PI * Math.min(hertz, 0.48 * RATE) / RATE);
      c = -radius * radius;
      a = 1 - b - c;
    }

    double next(double input) {
      double output = a * input + b * last + c * beforeLast;
      beforeLast = last;
      last = output;
      return output;
    }
  }
}
