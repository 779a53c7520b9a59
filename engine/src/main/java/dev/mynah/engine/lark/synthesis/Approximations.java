package dev.mynah.engine.lark.synthesis;

/**
 * Elementary functions in single precision made only of additions, products and one division, so
 * that the compiler turns loops over them into vector instructions, and every machine gets the same
 * bits. Errors are far below what is heard: all under 2e-5 of the result or of the unit circle.
 */
final class Approximations {
  /** Lowest and highest argument {@link #exp} keeps apart. */
  static final float EXP_MIN = -20;

  static final float EXP_MAX = 20;

  private static final float EXP_SCALE = 1f / 64;

  /** Adding and taking away 1.5 * 2^23 rounds a float of moderate size to a whole number. */
  private static final float ROUNDING = 12_582_912f;

  private static final float PI = (float) Math.PI;

  private Approximations() {}

  /**
   * e^x for x held in {@link #EXP_MIN}..{@link #EXP_MAX}: Taylor terms of x / 64, squared six
   * times.
   */
  static float exp(float x) {
    float y = Math.min(Math.max(x, EXP_MIN), EXP_MAX) * EXP_SCALE;
    float p = 1 + y * (1 + y * (0.5f + y * (1f / 6 + y * (1f / 24 + y * (1f / 120)))));
    p *= p;
    p *= p;
    p *= p;
    p *= p;
    p *= p;
    return p * p;
  }

  /** Hyperbolic tangent, from e^2x. */
  static float tanh(float x) {
    float e = exp(Math.min(Math.max(x, -9f), 9f) * 2);
    return (e - 1) / (e + 1);
  }

  /** Takes whole turns away, leaving -1/2 to 1/2. Good for arguments up to a million. */
  static float wrapTurns(float turns) {
    return turns - ((turns + ROUNDING) - ROUNDING);
  }

  /** sin(pi t) for t in -1/2..1/2: Taylor terms up to the eleventh power. */
  static float sinHalfTurn(float t) {
    float a = t * PI;
    float q = a * a;
    return a
        * (1
            + q
                * (-1f / 6
                    + q
                        * (1f / 120
                            + q * (-1f / 5040 + q * (1f / 362_880 - q * (1f / 39_916_800))))));
  }

  /** cos(pi t) for t in -1/2..1/2: Taylor terms up to the tenth power. */
  static float cosHalfTurn(float t) {
    float a = t * PI;
    float q = a * a;
    return 1
        + q * (-0.5f + q * (1f / 24 + q * (-1f / 720 + q * (1f / 40_320 - q * (1f / 3_628_800)))));
  }
}
