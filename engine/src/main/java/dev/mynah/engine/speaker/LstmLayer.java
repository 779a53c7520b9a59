package dev.mynah.engine.speaker;

/*
 * Long short-term memory (Hochreiter and Schmidhuber, 1997) with PyTorch's gates, in its order:
 *   i = sigmoid(W_ii x + W_hi h + b), f and o likewise, g = tanh(W_ig x + W_hg h + b)
 *   c = f c + i g,  h = o tanh(c)
 * Several sequences run side by side, so that a row of weights is read once for all of them. Rows
 * belong to inputs, not to gates: the innermost loop adds a multiple of one row to the gates, which
 * the compiler turns into vector instructions.
 */
/** One layer of a recurrent network. Immutable and safe for any number of threads. */
final class LstmLayer {
  private static final int GATES = 4;

  private final int inputs;
  private final int units;
  private final float[] inputWeights; // [input][gate * units + unit]
  private final float[] recurrentWeights; // [unit before][gate * units + unit]
  private final float[] bias; // [gate * units + unit]

  /**
   * @param inputWeights {@code weight_ih} [gate * units + unit][input]
   * @param recurrentWeights {@code weight_hh} [gate * units + unit][unit before]
   * @param inputBias {@code bias_ih}
   * @param recurrentBias {@code bias_hh}
   */
  LstmLayer(
      float[] inputWeights, float[] recurrentWeights, float[] inputBias, float[] recurrentBias) {
    int rows = inputBias.length;
    units = rows / GATES;
    inputs = inputWeights.length / rows;
    if (rows % GATES != 0
        || inputWeights.length != inputs * rows
        || recurrentWeights.length != units * rows
        || recurrentBias.length != rows) {
      throw new IllegalArgumentException("weights of different layers");
    }
    this.inputWeights = transposed(inputWeights, inputs);
    this.recurrentWeights = transposed(recurrentWeights, units);
    bias = new float[rows];
    for (int i = 0; i < rows; i++) {
      bias[i] = inputBias[i] + recurrentBias[i];
    }
  }

  private static float[] transposed(float[] matrix, int columns) {
    int rows = matrix.length / columns;
    float[] result = new float[matrix.length];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        result[column * rows + row] = matrix[row * columns + column];
      }
    }
    return result;
  }

  int inputs() {
    return inputs;
  }

  int units() {
    return units;
  }

  /**
   * Runs from a state of zeros.
   *
   * @param sequences [time][sequence * inputs + input]
   * @param count how many sequences there are
   * @return [time][sequence * units + unit]
   */
  float[][] run(float[][] sequences, int count) {
    float[][] outputs = new float[sequences.length][];
    float[] hidden = new float[count * units];
    float[] cell = new float[count * units];
    float[] gates = new float[count * bias.length];
    for (int time = 0; time < sequences.length; time++) {
      for (int sequence = 0; sequence < count; sequence++) {
        System.arraycopy(bias, 0, gates, sequence * bias.length, bias.length);
      }
      addProducts(inputWeights, sequences[time], inputs, gates, count);
      addProducts(recurrentWeights, hidden, units, gates, count);
      hidden = new float[count * units];
      step(gates, cell, hidden, count);
      outputs[time] = hidden;
    }
    return outputs;
  }

  private void addProducts(float[] weights, float[] values, int size, float[] gates, int count) {
    int rows = bias.length;
    for (int k = 0; k < size; k++) {
      for (int sequence = 0; sequence < count; sequence++) {
        addRow(weights, k * rows, values[sequence * size + k], gates, sequence * rows, rows);
      }
    }
  }

  private static void addRow(
      float[] weights, int from, float factor, float[] sums, int to, int length) {
    for (int i = 0; i < length; i++) {
      sums[to + i] += factor * weights[from + i];
    }
  }

  private void step(float[] gates, float[] cell, float[] hidden, int count) {
    for (int sequence = 0; sequence < count; sequence++) {
      int gate = sequence * bias.length;
      int state = sequence * units;
      for (int unit = 0; unit < units; unit++) {
        double input = sigmoid(gates[gate + unit]);
        double forget = sigmoid(gates[gate + units + unit]);
        double candidate = Math.tanh(gates[gate + 2 * units + unit]);
        double output = sigmoid(gates[gate + 3 * units + unit]);
        cell[state + unit] = (float) (forget * cell[state + unit] + input * candidate);
        hidden[state + unit] = (float) (output * Math.tanh(cell[state + unit]));
      }
    }
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
