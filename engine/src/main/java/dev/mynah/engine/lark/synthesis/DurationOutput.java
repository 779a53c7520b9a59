package dev.mynah.engine.lark.synthesis;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/*
 * An ONNX file is a protocol buffer: a ModelProto whose field 7 is the graph, whose field 12 are the
 * outputs. Two occurrences of one embedded message are merged by every reader, so a second graph that
 * holds nothing but one more output, put behind the file, adds that output to the first.
 */

/**
 * Makes Lark's network tell how long it speaks each phoneme. It works that out on the way, as the
 * running sum of frames over the ids, but its file doesn't list it among the outputs.
 */
final class DurationOutput {
  /** The running sum of frames after each id, int64, [1][id]. */
  static final String NAME = "/CumSum_output_0";

  private static final int INT64 = 7; // TensorProto.DataType
  private static final int LENGTH_DELIMITED = 2; // wire type

  private DurationOutput() {}

  /** Returns the bytes of a network that has the output, too. */
  static byte[] addedTo(byte[] model) {
    byte[] tensor = {1 << 3, INT64}; // TypeProto.Tensor: elem_type, no shape
    byte[] type = message(1, tensor); // TypeProto: tensor_type
    ByteArrayOutputStream value = new ByteArrayOutputStream(); // ValueInfoProto
    value.writeBytes(message(1, NAME.getBytes(StandardCharsets.UTF_8)));
    value.writeBytes(message(2, type));
    byte[] graph = message(7, message(12, value.toByteArray()));
    byte[] whole = new byte[model.length + graph.length];
    System.arraycopy(model, 0, whole, 0, model.length);
    System.arraycopy(graph, 0, whole, model.length, graph.length);
    return whole;
  }

  /** All lengths here are under 128, so that each is one byte. */
  private static byte[] message(int field, byte[] content) {
    ByteArrayOutputStream message = new ByteArrayOutputStream(content.length + 2);
    message.write(field << 3 | LENGTH_DELIMITED);
    message.write(content.length);
    message.writeBytes(content);
    return message.toByteArray();
  }
}
