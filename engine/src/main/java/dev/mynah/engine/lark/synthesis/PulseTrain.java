package dev.mynah.engine.lark.synthesis;

import java.util.Arrays;

/**
 * The voice's excitation: a band-limited pulse train that follows the pitch, every harmonic below
 * 11 kHz at unit amplitude.
 *
 * <p>With phase t = 2 pi sum f / rate and H = floor(11000 / f) harmonics, the sum has a closed form
 * (Dirichlet's kernel): sum cos(h t) = sin((H + 1/2) t) / (2 sin(t / 2)) - 1/2. The pitch runs in
 * straight lines between the middles of the frames; samples under 40 Hz are silent, and the phase
 * runs on at 40 Hz there.
 *
 * <p>Made frame by frame, in order; the only state is the phase.
 */
final class PulseTrain {
  private static final int HOP = LarkFrames.HOP_SAMPLES;
  private static final float MIN_HERTZ = LarkFrames.VOICED_HERTZ;
  private static final float MAX_HARMONIC_HERTZ = 11_000;

  private static final double TURNS_PER_HERTZ = 1.0 / LarkFrames.SAMPLE_RATE;

  /** Keeps the phase off the pulse itself, where the closed form is 0 / 0; inaudible. */
  private static final float OFF_PULSE = 1e-9f;

  /**
   * Turns from a pulse within which the sum is taken for its limit, H: where 2 sin(t / 2) is 2e-3.
   * Coarse for low voices, but what the model was published with.
   */
  private static final float NEAR_PULSE = (float) (2e-3 / (2 * Math.PI));

  /** Adding and taking away 1.5 * 2^52 rounds a double of moderate size to a whole number. */
  private static final double ROUNDING = 6_755_399_441_055_744.0;

  private final float[] towardsLater = new float[HOP]; // weight of the later of the two frames
  private final float[] towardsEarlier = new float[HOP];
  private final float[] hertz = new float[HOP];
  private final double[] phases = new double[HOP];
  private final float[] turns = new float[HOP];
  private final float[] orders = new float[HOP]; // harmonics + 1/2
  private final float[] samples = new float[HOP];

  private double phaseTurns;

  PulseTrain() {
    for (int j = 0; j < HOP; j++) {
      double later = (j + 0.5) / HOP - 0.5;
      towardsLater[j] = (float) (later < 0 ? later + 1 : later);
      towardsEarlier[j] = 1 - towardsLater[j];
    }
  }

  /** Begins a new utterance. */
  void reset() {
    phaseTurns = 0;
  }

  /**
   * Writes the samples of the next frame.
   *
   * @param f0 pitch of every frame, Hz
   * @param frame frame number, one more than at the last call
   * @param out receives {@link LarkFrames#HOP_SAMPLES} samples
   * @param offset where they go
   * @return false if all of them are 0
   */
  boolean next(float[] f0, int frame, float[] out, int offset) {
    float previous = f0[Math.max(0, frame - 1)];
    float current = f0[frame];
    float following = f0[Math.min(f0.length - 1, frame + 1)];
    interpolate(previous, current, 0, HOP / 2);
    interpolate(current, following, HOP / 2, HOP);
    advancePhase();
    if (previous <= MIN_HERTZ && current <= MIN_HERTZ && following <= MIN_HERTZ) {
      Arrays.fill(out, offset, offset + HOP, 0);
      return false;
    }
    pulses();
    if (Math.min(previous, Math.min(current, following)) <= MIN_HERTZ) {
      for (int j = 0; j < HOP; j++) {
        samples[j] = hertz[j] > MIN_HERTZ ? samples[j] : 0;
      }
    }
    System.arraycopy(samples, 0, out, offset, HOP);
    return true;
  }

  private void interpolate(float earlier, float later, int from, int to) {
    for (int j = from; j < to; j++) {
      hertz[j] = earlier * towardsEarlier[j] + later * towardsLater[j];
    }
  }

  /** Sums the pitch up; the phase is counted from the nearest pulse, -1/2 to 1/2 turns. */
  private void advancePhase() {
    double phase = phaseTurns;
    for (int j = 0; j < HOP; j++) {
      phase += Math.max(hertz[j], MIN_HERTZ) * TURNS_PER_HERTZ;
      phases[j] = phase;
    }
    for (int j = 0; j < HOP; j++) {
      turns[j] = (float) (phases[j] - ((phases[j] + ROUNDING) - ROUNDING));
    }
    phaseTurns = phase - Math.rint(phase);
  }

  /** In several loops: in one, the body grows too large for the compiler to make vectors of. */
  private void pulses() {
    for (int j = 0; j < HOP; j++) {
      orders[j] = (float) (int) (MAX_HARMONIC_HERTZ / Math.max(hertz[j], MIN_HERTZ)) + 0.5f;
      float wrapped = Approximations.wrapTurns(orders[j] * (turns[j] + OFF_PULSE));
      samples[j] = Approximations.sinHalfTurn(wrapped) * Approximations.cosHalfTurn(wrapped);
    }
    for (int j = 0; j < HOP; j++) {
      float sine = Approximations.sinHalfTurn(turns[j] + OFF_PULSE);
      samples[j] = samples[j] / sine - 0.5f;
    }
    for (int j = 0; j < HOP; j++) {
      if (Math.abs(turns[j]) <= NEAR_PULSE) {
        samples[j] = orders[j] - 0.5f;
      }
    }
  }
}
