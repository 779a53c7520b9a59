package dev.mynah.audio.spectrum;

/**
 * Bands equally spaced on the mel scale, 2595 log10(1 + f / 700) (O'Shaughnessy 1987), between two
 * frequencies: triangular averages of a spectrum's bins one way, straight lines between band
 * centres the other way. Works on whatever the bins hold; for envelopes that is log amplitude.
 *
 * <p>Immutable and safe for any number of threads.
 */
public final class MelBands {
  private final double[] centres; // Hz
  private final int[] firstBin; // [band]
  private final double[][] weights; // [band][bin - firstBin], each summing to 1
  private final int[] lowerBand; // [bin]
  private final double[] upperShare; // [bin], weight of lowerBand + 1

  /**
   * Prepares the tables.
   *
   * @param bands number of bands, at least 2
   * @param lowHz centre of the first band
   * @param highHz centre of the last band
   * @param bins number of spectrum bins, from 0 Hz to half the sample rate
   * @param sampleRate in Hz
   */
  public MelBands(int bands, double lowHz, double highHz, int bins, int sampleRate) {
    centres = new double[bands];
    double low = hertzToMel(lowHz);
    double spacing = (hertzToMel(highHz) - low) / (bands - 1);
    for (int b = 0; b < bands; b++) {
      centres[b] = melToHertz(low + b * spacing);
    }
    double binHz = sampleRate / 2.0 / (bins - 1);
    firstBin = new int[bands];
    weights = new double[bands][];
    for (int b = 0; b < bands; b++) {
      double from = melToHertz(low + (b - 1) * spacing);
      double to = melToHertz(low + (b + 1) * spacing);
      fillTriangle(b, from, to, binHz, bins);
    }
    lowerBand = new int[bins];
    upperShare = new double[bins];
    for (int k = 0; k < bins; k++) {
      double position = (hertzToMel(k * binHz) - low) / spacing;
      double held = Math.clamp(position, 0, bands - 1);
      lowerBand[k] = Math.min((int) held, bands - 2);
      upperShare[k] = held - lowerBand[k];
    }
  }

  private void fillTriangle(int band, double from, double to, double binHz, int bins) {
    double centre = centres[band];
    int first = Math.max(0, (int) Math.ceil(from / binHz));
    int last = Math.min(bins - 1, (int) Math.floor(to / binHz));
    int nearest = Math.clamp(Math.round(centre / binHz), 0, bins - 1);
    first = Math.min(first, nearest);
    last = Math.max(last, nearest);
    double[] weight = new double[last - first + 1];
    double sum = 0;
    for (int k = first; k <= last; k++) {
      double hertz = k * binHz;
      double slope =
          hertz < centre ? (hertz - from) / (centre - from) : (to - hertz) / (to - centre);
      weight[k - first] = Math.max(slope, 0);
      sum += weight[k - first];
    }
    if (sum <= 0) { // narrower than a bin: the nearest one stands for it
      weight[nearest - first] = 1;
      sum = 1;
    }
    for (int i = 0; i < weight.length; i++) {
      weight[i] /= sum;
    }
    firstBin[band] = first;
    weights[band] = weight;
  }

  /** Returns the number of bands. */
  public int bands() {
    return centres.length;
  }

  /** Returns the number of spectrum bins. */
  public int bins() {
    return lowerBand.length;
  }

  /** Returns the middle of a band in Hz. */
  public double centreHertz(int band) {
    return centres[band];
  }

  /** Returns a frequency's place among the bands: 0 at the first centre, bands - 1 at the last. */
  public double bandPosition(double hertz) {
    double low = hertzToMel(centres[0]);
    double high = hertzToMel(centres[centres.length - 1]);
    return (hertzToMel(hertz) - low) / (high - low) * (centres.length - 1);
  }

  /**
   * Averages bins into bands.
   *
   * @param spectrum holds {@link #bins()} values from {@code offset} on
   * @param offset where the spectrum begins
   * @param bands receives {@link #bands()} values
   */
  public void fromBins(float[] spectrum, int offset, double[] bands) {
    for (int b = 0; b < weights.length; b++) {
      double[] weight = weights[b];
      int first = offset + firstBin[b];
      double sum = 0;
      for (int i = 0; i < weight.length; i++) {
        sum += weight[i] * spectrum[first + i];
      }
      bands[b] = sum;
    }
  }

  /** As {@link #fromBins(float[], int, double[])}, in double precision. */
  public void fromBins(double[] spectrum, double[] bands) {
    for (int b = 0; b < weights.length; b++) {
      double[] weight = weights[b];
      int first = firstBin[b];
      double sum = 0;
      for (int i = 0; i < weight.length; i++) {
        sum += weight[i] * spectrum[first + i];
      }
      bands[b] = sum;
    }
  }

  /**
   * Spreads bands over bins by straight lines between the band centres (in mel), held beyond the
   * first and the last.
   *
   * @param bands {@link #bands()} values
   * @param spectrum receives {@link #bins()} values from {@code offset} on
   * @param offset where the spectrum begins
   */
  public void toBins(double[] bands, float[] spectrum, int offset) {
    for (int k = 0; k < lowerBand.length; k++) {
      double low = bands[lowerBand[k]];
      double high = bands[lowerBand[k] + 1];
      spectrum[offset + k] = (float) (low + upperShare[k] * (high - low));
    }
  }

  private static double hertzToMel(double hertz) {
    return 2595 * StrictMath.log10(1 + hertz / 700);
  }

  private static double melToHertz(double mel) {
    return 700 * (StrictMath.pow(10, mel / 2595) - 1);
  }
}
