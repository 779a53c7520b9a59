package dev.mynah.engine.speaker;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/*
 * PyTorch before 1.6 wrote four pickles (a magic number, its protocol, facts about the machine, the
 * saved object), then a pickled list of storage names, then each storage in that order: the number
 * of its values as 8 bytes and the values, all little-endian. A tensor in the saved object is the
 * call _rebuild_tensor_v2(storage, offset, shape, strides, ...), its storage being kept outside.
 */
/** Reads the tensors of a checkpoint saved by PyTorch before 1.6. */
final class TorchFile {
  private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
  private static final PickleReader.Name TENSOR =
      new PickleReader.Name("torch._utils", "_rebuild_tensor_v2");
  private static final PickleReader.Name FLOATS = new PickleReader.Name("torch", "FloatStorage");
  private static final int MOST_VALUES = 1 << 26;

  /**
   * Numbers in rows.
   *
   * @param values row after row
   * @param shape how many along each axis
   */
  record Tensor(float[] values, List<Integer> shape) {}

  private record Place(Object storage, int offset, List<Integer> shape) {
    int size() {
      return shape.stream().reduce(1, Math::multiplyExact);
    }
  }

  private TorchFile() {}

  /**
   * Reads the tensors of a dictionary within the saved object.
   *
   * @param dictionary its key, e.g. {@code model_state}
   * @return contiguous tensors of floats by their names
   * @throws IOException if it can't be read or holds something else
   */
  static Map<String, Tensor> read(Path file, String dictionary) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      return read(in, dictionary);
    } catch (ArithmeticException | ClassCastException | IndexOutOfBoundsException e) {
      throw new IOException(file.getFileName() + " is no checkpoint that can be read", e);
    }
  }

  private static Map<String, Tensor> read(DataInputStream in, String dictionary)
      throws IOException {
    PickleReader pickles = new PickleReader(in);
    if (!pickles.read().equals(MAGIC)) {
      throw new IOException("not a checkpoint of PyTorch before 1.6");
    }
    Object unusedProtocol = pickles.read();
    Object unusedMachine = pickles.read();
    Object saved = PickleReader.map(pickles.read()).get(dictionary);
    if (saved == null) {
      throw new IOException("the checkpoint holds no " + dictionary);
    }
    Map<String, Place> places = new LinkedHashMap<>();
    PickleReader.map(saved).forEach((name, call) -> places.put((String) name, place(call)));
    Set<Object> wanted =
        places.values().stream().map(Place::storage).collect(Collectors.toUnmodifiableSet());
    Map<Object, float[]> storages = storages(in, PickleReader.list(pickles.read()), wanted);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, Place> entry : places.entrySet()) {
      tensors.put(entry.getKey(), tensor(entry.getValue(), storages));
    }
    return tensors;
  }

  private static Place place(Object value) {
    PickleReader.Call call = (PickleReader.Call) value;
    List<Object> storage =
        ((PickleReader.Outside) call.arguments().get(0)).identity(); // "storage", type, name, ...
    if (!call.function().equals(TENSOR) || !storage.get(1).equals(FLOATS)) {
      throw new ClassCastException("not a tensor of floats: " + call.function());
    }
    List<Integer> shape =
        PickleReader.list(call.arguments().get(2)).stream().map(TorchFile::count).toList();
    return new Place(storage.get(2), count(call.arguments().get(1)), shape);
  }

  private static int count(Object value) {
    return Math.toIntExact((Long) value);
  }

  private static Map<Object, float[]> storages(
      DataInputStream in, List<Object> names, Set<Object> wanted) throws IOException {
    Map<Object, float[]> storages = new HashMap<>();
    for (Object name : names) {
      long count = Long.reverseBytes(in.readLong());
      if (count < 0 || count > MOST_VALUES) {
        throw new IOException("a damaged checkpoint: " + count + " values in one storage");
      }
      int size = (int) count * Float.BYTES;
      if (wanted.contains(name)) {
        float[] values = new float[(int) count];
        byte[] bytes = in.readNBytes(size);
        if (bytes.length < size) {
          throw new IOException("a checkpoint that ends early");
        }
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        storages.put(name, values);
      } else {
        in.skipNBytes(size); // what only training needs
      }
    }
    return storages;
  }

  private static Tensor tensor(Place place, Map<Object, float[]> storages) throws IOException {
    float[] storage = storages.get(place.storage());
    if (storage == null) {
      throw new IOException("a checkpoint without one of its storages");
    }
    float[] values = new float[place.size()];
    System.arraycopy(storage, place.offset(), values, 0, values.length);
    return new Tensor(values, place.shape());
  }
}
