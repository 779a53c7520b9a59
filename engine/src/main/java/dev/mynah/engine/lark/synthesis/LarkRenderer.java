package dev.mynah.engine.lark.synthesis;

import dev.mynah.audio.spectrum.RealPairFft;
import dev.mynah.audio.spectrum.RealPairFft.Spectrum;
import dev.mynah.audio.spectrum.Windows;
import java.util.Arrays;

/**
 * Turns frames into sound, a source-filter synthesis in the spectrum. With E the short-time
 * spectrum of the pulse train ({@link PulseTrain}; Hann 1200, hop 300, divided by 300) and Z
 * complex noise of variance 1 in each part, every frame is
 *
 * <pre>
 * S = exp(min(lh, 7)) exp(i pi tanh theta) E + exp(min(ln, 7)) Z + exp(min(lr, 7)) exp(i phi)
 * </pre>
 *
 * and the sound is the inverse short-time transform of S: each frame windowed again, added up, and
 * divided by the summed squared windows.
 *
 * <p>A voice adds its gain to all three logarithms, and where it moves the pitch f0 to f2 the
 * harmonic branch is read at the base voice's harmonics ({@link HarmonicResampler}) and corrected
 * by ln(f2 / f0) / 2: a lower pitch has more harmonics in the same band.
 *
 * <p>Frames are worked two at a time, always 2i with 2i + 1, because two real transforms cost one
 * complex one; so the sound doesn't depend on how much is asked for at once. Memory is a few
 * frames. Used by one thread at a time; {@link #begin} starts the next utterance.
 */
public final class LarkRenderer {
  private static final int HOP = LarkFrames.HOP_SAMPLES;
  private static final int SIZE = LarkFrames.FFT_SIZE;
  private static final int BINS = LarkFrames.BINS;
  private static final int HOPS_PER_WINDOW = SIZE / HOP;

  /** A frame's window reaches two hops back from its beginning. */
  private static final int LEAD = HOPS_PER_WINDOW / 2;

  /** Hops under the windows of a pair of frames. */
  private static final int PAIR_HOPS = HOPS_PER_WINDOW + 1;

  /** Highest log amplitude taken from the network, nats. */
  private static final float MAX_LOG = 7;

  /** A branch whose log amplitudes all lie under this is left out: 100 dB below full scale. */
  private static final float SILENT_LOG = -12;

  private static final float MIN_PITCH_RATIO = 0.2f;
  private static final float MAX_PITCH_RATIO = 5;
  private static final float TURNS_PER_RADIAN = (float) (0.5 / Math.PI);
  private static final LarkFrames NOTHING =
      new LarkFrames(
          0, new float[0], new float[0], new float[0], new float[0], new float[0], new float[0]);

  private static final double LEAST_WINDOW_POWER = 1e-11;

  private final float[] window = new float[SIZE];
  private final float[] sourceWindow = new float[SIZE]; // divided by the hop
  private final float[] fullScale = new float[HOP]; // 1 / summed squared windows, inside
  private final RealPairFft fft = new RealPairFft(SIZE);
  private final PulseTrain pulseTrain = new PulseTrain();
  private final HarmonicResampler resampler = new HarmonicResampler();

  private final float[] source = new float[PAIR_HOPS * HOP]; // pulses under the pair's windows
  private final boolean[] sounding = new boolean[PAIR_HOPS]; // hops of source that aren't all 0
  private final Spectrum first = Spectrum.ofBins(BINS);
  private final Spectrum second = Spectrum.ofBins(BINS);
  private final float[] firstSamples = new float[SIZE];
  private final float[] secondSamples = new float[SIZE];
  private final float[] overlap = new float[PAIR_HOPS * HOP];
  private final float[] gain = new float[BINS];
  private final float[] log = new float[BINS];
  private final float[] magnitude = new float[BINS];
  private final float[] turns = new float[BINS];
  private final float[] cosine = new float[BINS];
  private final float[] sine = new float[BINS];

  private LarkFrames frames = NOTHING;
  private ShapedFrames shaped = ShapedFrames.unchanged(NOTHING.f0());
  private float[] f0 = NOTHING.f0();
  private long noiseSeed;
  private int pulseHops; // hops of the pulse train made so far
  private int nextFrame; // first frame of the next pair
  private int nextHop; // next hop to be handed over
  private int readyHops; // hops that no further frame touches
  private int overlapStart; // hop at the beginning of the overlap buffer

  /** Prepares tables and memory, for any number of utterances one after the other. */
  public LarkRenderer() {
    double[] hann = Windows.periodicHann(SIZE);
    for (int i = 0; i < SIZE; i++) {
      window[i] = (float) hann[i];
      sourceWindow[i] = window[i] / HOP;
    }
    for (int i = 0; i < HOP; i++) {
      fullScale[i] = scaleAt(i, 0, HOPS_PER_WINDOW);
    }
  }

  /** Lets go of the utterance's frames. */
  public void release() {
    begin(NOTHING, ShapedFrames.unchanged(NOTHING.f0()), 0);
  }

  /**
   * Begins an utterance; whatever was left of the one before is dropped.
   *
   * @param utterance the network's frames
   * @param voice what the voice changes in them
   * @param seed of the noise: same frames, voice and seed, same sound
   */
  public void begin(LarkFrames utterance, ShapedFrames voice, long seed) {
    if (voice.f0().length != utterance.count()) {
      throw new IllegalArgumentException("the voice must have a pitch for every frame");
    }
    frames = utterance;
    shaped = voice;
    f0 = voice.f0();
    noiseSeed = seed;
    pulseTrain.reset();
    pulseHops = 0;
    nextFrame = 0;
    nextHop = 0;
    readyHops = 0;
    overlapStart = -LEAD;
    Arrays.fill(overlap, 0);
    Arrays.fill(source, 0);
    Arrays.fill(sounding, false);
  }

  /**
   * Makes the next samples.
   *
   * @param out receives them
   * @param offset where they begin
   * @param maxHops how many hops of {@link LarkFrames#HOP_SAMPLES} samples fit
   * @return hops written; 0 when the utterance is over
   */
  public int next(float[] out, int offset, int maxHops) {
    int written = 0;
    while (written < maxHops && nextHop < frames.count()) {
      if (nextHop < readyHops) {
        takeHop(out, offset + written * HOP);
        written++;
      } else {
        addPair();
      }
    }
    return written;
  }

  private void takeHop(float[] out, int offset) {
    int at = (nextHop - overlapStart) * HOP;
    // Hop h lies under the frames h - 1 to h + 2, fewer of them at the ends.
    int firstWindow = Math.max(0, nextHop + LEAD + 1 - frames.count());
    int lastWindow = Math.min(HOPS_PER_WINDOW, nextHop + LEAD + 1);
    if (firstWindow == 0 && lastWindow == HOPS_PER_WINDOW) {
      for (int i = 0; i < HOP; i++) {
        out[offset + i] = overlap[at + i] * fullScale[i];
      }
    } else {
      for (int i = 0; i < HOP; i++) {
        out[offset + i] = overlap[at + i] * scaleAt(i, firstWindow, lastWindow);
      }
    }
    nextHop++;
  }

  /** 1 / squared windows over a sample, for the windows whose hops from..to lie there. */
  private float scaleAt(int sample, int fromHop, int toHop) {
    double power = 0;
    for (int hop = fromHop; hop < toHop; hop++) {
      double weight = window[hop * HOP + sample];
      power += weight * weight;
    }
    return (float) (1 / Math.max(power, LEAST_WINDOW_POWER));
  }

  private void addPair() {
    int frame = nextFrame;
    boolean single = frame + 1 >= frames.count();
    fillSource(frame);
    boolean firstSounds = sounds(0);
    boolean secondSounds = !single && sounds(1);
    if (firstSounds || secondSounds) {
      fft.forward(source, 0, HOP, sourceWindow, first, second);
    }
    boolean audible = filter(frame, first, firstSounds);
    if (single) {
      clear(second);
    } else {
      audible |= filter(frame + 1, second, secondSounds);
    }
    moveOverlap(frame);
    if (audible) {
      fft.inverse(first, second, firstSamples, secondSamples);
      addToOverlap(single);
    }
    nextFrame = frame + 2;
    readyHops = nextFrame >= frames.count() ? frames.count() : nextFrame - LEAD;
  }

  /** Brings the pulses under the windows of frames {@code frame} and {@code frame + 1}. */
  private void fillSource(int frame) {
    int firstHop = frame - LEAD;
    if (frame > 0) {
      System.arraycopy(source, 2 * HOP, source, 0, (PAIR_HOPS - 2) * HOP);
      System.arraycopy(sounding, 2, sounding, 0, PAIR_HOPS - 2);
    }
    for (int i = PAIR_HOPS - 2; i < PAIR_HOPS; i++) {
      Arrays.fill(source, i * HOP, (i + 1) * HOP, 0);
      sounding[i] = false;
    }
    while (pulseHops < Math.min(frames.count(), firstHop + PAIR_HOPS)) {
      int at = pulseHops - firstHop;
      sounding[at] = pulseTrain.next(f0, pulseHops, source, at * HOP);
      pulseHops++;
    }
    if (frame == 0) {
      mirrorBeginning();
    }
    if (frames.count() < firstHop + PAIR_HOPS) {
      mirrorEnd(frames.count() - firstHop);
    }
  }

  /** Before its first sample the pulse train runs backwards, as in the analysis it was made for. */
  private void mirrorBeginning() {
    int start = LEAD * HOP;
    for (int i = 1; i < start; i++) {
      source[start - i] = source[start + i];
    }
    boolean sounds = sounding[LEAD] || sounding[LEAD + 1];
    Arrays.fill(sounding, 0, LEAD, sounds);
  }

  /** The same after its last sample, for the one hop that a window still reaches. */
  private void mirrorEnd(int endHop) {
    int last = endHop * HOP - 1;
    for (int i = 1; i <= HOP; i++) {
      source[last + i] = source[last - i];
    }
    sounding[endHop] = sounding[endHop - 1] || sounding[endHop - 2];
  }

  private boolean sounds(int firstHop) {
    for (int hop = firstHop; hop < firstHop + HOPS_PER_WINDOW; hop++) {
      if (sounding[hop]) {
        return true;
      }
    }
    return false;
  }

  /**
   * Turns the spectrum of a frame's pulses into the spectrum of its sound, in place. Returns
   * whether there is any.
   */
  private boolean filter(int frame, Spectrum spectrum, boolean sounds) {
    boolean shapes = shaped.gain(frame, gain);
    if (sounds) {
      harmonicBranch(frame, spectrum, shapes);
    } else {
      clear(spectrum);
    }
    boolean noise = noiseBranch(frame, spectrum, shapes);
    boolean residual = residualBranch(frame, spectrum, shapes);
    return sounds || noise || residual;
  }

  private void harmonicBranch(int frame, Spectrum spectrum, boolean shapes) {
    loadLog(frames.harmonicLog(), frame);
    System.arraycopy(frames.harmonicPhase(), frame * BINS, turns, 0, BINS);
    halfTanh(turns);
    circle(turns, cosine, sine);
    float before = frames.f0()[frame];
    float after = f0[frame];
    if (frames.voiced(frame) && before != after) {
      exp(log, magnitude);
      resampler.resample(log, magnitude, cosine, sine, turns, before);
      circle(turns, cosine, sine);
      float ratio = Math.clamp(after / before, MIN_PITCH_RATIO, MAX_PITCH_RATIO);
      raise(log, (float) (0.5 * StrictMath.log(ratio)));
    }
    if (shapes) {
      add(log, gain);
    }
    exp(log, magnitude);
    multiply(spectrum.re(), spectrum.im(), magnitude, cosine, sine);
  }

  private boolean noiseBranch(int frame, Spectrum spectrum, boolean shapes) {
    loadLog(frames.noiseLog(), frame);
    if (shapes) {
      add(log, gain);
    }
    if (silent(log)) {
      return false;
    }
    exp(log, magnitude);
    GaussianNoise.fill(noiseSeed, frame, cosine, sine);
    addProduct(spectrum.re(), spectrum.im(), magnitude, cosine, sine);
    return true;
  }

  private boolean residualBranch(int frame, Spectrum spectrum, boolean shapes) {
    loadLog(frames.residualLog(), frame);
    if (shapes) {
      add(log, gain);
    }
    if (silent(log)) {
      return false;
    }
    exp(log, magnitude);
    System.arraycopy(frames.residualPhase(), frame * BINS, turns, 0, BINS);
    scale(turns, TURNS_PER_RADIAN);
    circle(turns, cosine, sine);
    addProduct(spectrum.re(), spectrum.im(), magnitude, cosine, sine);
    return true;
  }

  private void loadLog(float[] branch, int frame) {
    System.arraycopy(branch, frame * BINS, log, 0, BINS);
    for (int bin = 0; bin < BINS; bin++) {
      log[bin] = Math.min(log[bin], MAX_LOG);
    }
  }

  private void moveOverlap(int frame) {
    int shift = (frame - LEAD - overlapStart) * HOP;
    System.arraycopy(overlap, shift, overlap, 0, overlap.length - shift);
    Arrays.fill(overlap, overlap.length - shift, overlap.length, 0);
    overlapStart = frame - LEAD;
  }

  private void addToOverlap(boolean single) {
    for (int i = 0; i < SIZE; i++) {
      overlap[i] += firstSamples[i] * window[i];
    }
    if (!single) {
      for (int i = 0; i < SIZE; i++) {
        overlap[HOP + i] += secondSamples[i] * window[i];
      }
    }
  }

  private static boolean silent(float[] logs) {
    for (float value : logs) {
      if (value > SILENT_LOG) {
        return false;
      }
    }
    return true;
  }

  private static void clear(Spectrum spectrum) {
    Arrays.fill(spectrum.re(), 0);
    Arrays.fill(spectrum.im(), 0);
  }

  // The loops below are kept this plain, one index for all arrays and no branch, so that the
  // compiler makes vector instructions of them.

  private static void exp(float[] logs, float[] out) {
    for (int i = 0; i < BINS; i++) {
      out[i] = Approximations.exp(logs[i]);
    }
  }

  private static void halfTanh(float[] values) {
    for (int i = 0; i < BINS; i++) {
      values[i] = 0.5f * Approximations.tanh(values[i]);
    }
  }

  /** Cosine and sine of angles in turns, through those of half the angle. */
  private static void circle(float[] angles, float[] cosine, float[] sine) {
    for (int i = 0; i < BINS; i++) {
      float wrapped = Approximations.wrapTurns(angles[i]);
      float s = Approximations.sinHalfTurn(wrapped);
      float c = Approximations.cosHalfTurn(wrapped);
      cosine[i] = 1 - 2 * s * s;
      sine[i] = 2 * s * c;
    }
  }

  private static void scale(float[] values, float factor) {
    for (int i = 0; i < BINS; i++) {
      values[i] *= factor;
    }
  }

  private static void raise(float[] values, float amount) {
    for (int i = 0; i < BINS; i++) {
      values[i] += amount;
    }
  }

  private static void add(float[] values, float[] amounts) {
    for (int i = 0; i < BINS; i++) {
      values[i] += amounts[i];
    }
  }

  private static void multiply(
      float[] re, float[] im, float[] magnitude, float[] cosine, float[] sine) {
    for (int i = 0; i < BINS; i++) {
      float filterRe = magnitude[i] * cosine[i];
      float filterIm = magnitude[i] * sine[i];
      float sourceRe = re[i];
      float sourceIm = im[i];
      re[i] = sourceRe * filterRe - sourceIm * filterIm;
      im[i] = sourceRe * filterIm + sourceIm * filterRe;
    }
  }

  private static void addProduct(
      float[] re, float[] im, float[] magnitude, float[] directionRe, float[] directionIm) {
    for (int i = 0; i < BINS; i++) {
      re[i] += magnitude[i] * directionRe[i];
      im[i] += magnitude[i] * directionIm[i];
    }
  }
}
