package dev.mynah.engine.speaker;

import java.io.DataInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;

/*
 * A pickle is a program for a stack machine (Python's pickletools names its instructions). This
 * machine knows those that PyTorch writes. It builds plain containers and calls nothing: a class
 * stays a name and a call stays a note of it, so that a hostile file can do no more than be
 * refused. Integers come as Long or BigInteger, tuples and lists as List, dictionaries as Map.
 */
/** Reads the objects of a file written by Python's pickle, protocol 2. */
final class PickleReader {
  private static final int MOST_BYTES = 1 << 20; // of one string or number

  /** Stands for a value of Python that Java has no word for. */
  enum Constant {
    NONE
  }

  /** A class or function of Python. */
  record Name(String module, String name) {}

  /** A function and what it would be called with. */
  record Call(Name function, List<Object> arguments) {}

  /** Something kept outside the pickle. */
  record Outside(List<Object> identity) {}

  private final DataInputStream in;

  PickleReader(DataInputStream in) {
    this.in = in;
  }

  /**
   * Reads the next object; afterwards the stream is just behind it.
   *
   * @throws IOException if the stream ends early or holds what PyTorch doesn't write
   */
  Object read() throws IOException {
    try {
      return new Machine().run();
    } catch (IndexOutOfBoundsException | NoSuchElementException | ClassCastException e) {
      throw new IOException("a damaged pickle", e);
    }
  }

  /** The stack and the memory of one object's program. */
  private final class Machine {
    private final List<Object> stack = new ArrayList<>();
    private final List<Integer> marks = new ArrayList<>();
    private final Map<Integer, Object> memory = new HashMap<>();

    Object run() throws IOException {
      while (true) {
        int instruction = in.readUnsignedByte();
        if (instruction == '.') {
          return pop();
        }
        if (!pushesValue(instruction) && !builds(instruction)) {
          throw new IOException("an instruction that PyTorch doesn't write: " + instruction);
        }
      }
    }

    private boolean pushesValue(int instruction) throws IOException {
      switch (instruction) {
        case 'J' -> stack.add((long) Integer.reverseBytes(in.readInt()));
        case 'K' -> stack.add((long) in.readUnsignedByte());
        case 'M' -> stack.add((long) littleEndianShort());
        case 0x8a -> stack.add(littleEndianInteger(in.readUnsignedByte()));
        case 'G' -> stack.add(in.readDouble());
        case 'X' -> stack.add(text(Integer.reverseBytes(in.readInt())));
        case 'N' -> stack.add(Constant.NONE);
        case 0x88 -> stack.add(true);
        case 0x89 -> stack.add(false);
        case '}' -> stack.add(new LinkedHashMap<Object, Object>());
        case ']', ')' -> stack.add(new ArrayList<Object>());
        case 'c' -> stack.add(new Name(line(), line()));
        case 'h' -> stack.add(remembered(in.readUnsignedByte()));
        case 'j' -> stack.add(remembered(Integer.reverseBytes(in.readInt())));
        default -> {
          return false;
        }
      }
      return true;
    }

    private boolean builds(int instruction) throws IOException {
      switch (instruction) {
        case 0x80 -> in.readUnsignedByte(); // the protocol's number
        case '(' -> marks.add(stack.size());
        case 'q' -> memory.put(in.readUnsignedByte(), stack.getLast());
        case 'r' -> memory.put(Integer.reverseBytes(in.readInt()), stack.getLast());
        case 't' -> stack.add(sinceMark());
        case 0x85, 0x86, 0x87 -> stack.add(last(instruction - 0x84));
        case 'Q' -> stack.add(new Outside(list(pop())));
        case 'R' -> call();
        case 'b' -> pop(); // further attributes of an object that stays as it is
        case 'a' -> append(last(1));
        case 'e' -> append(sinceMark());
        case 's' -> put(last(2));
        case 'u' -> put(sinceMark());
        default -> {
          return false;
        }
      }
      return true;
    }

    private void call() {
      List<Object> arguments = list(pop());
      Name function = (Name) pop();
      boolean dictionary = function.equals(new Name("collections", "OrderedDict"));
      stack.add(dictionary ? new LinkedHashMap<Object, Object>() : new Call(function, arguments));
    }

    private void append(List<Object> values) {
      list(stack.getLast()).addAll(values);
    }

    private void put(List<Object> keysAndValues) {
      Map<Object, Object> map = map(stack.getLast());
      for (int i = 0; i < keysAndValues.size(); i += 2) {
        map.put(keysAndValues.get(i), keysAndValues.get(i + 1));
      }
    }

    private Object pop() {
      return stack.removeLast();
    }

    private List<Object> last(int count) {
      return from(stack.size() - count);
    }

    private List<Object> sinceMark() {
      return from(marks.removeLast());
    }

    private List<Object> from(int index) {
      List<Object> tail = stack.subList(index, stack.size());
      List<Object> values = new ArrayList<>(tail);
      tail.clear();
      return values;
    }

    private Object remembered(int place) throws IOException {
      Object value = memory.get(place);
      if (value == null) {
        throw new IOException("a damaged pickle: nothing was kept at " + place);
      }
      return value;
    }
  }

  /** Returns a value as the list it should be. */
  @SuppressWarnings("unchecked") // lists hold whatever the pickle has
  static List<Object> list(Object value) {
    return (List<Object>) Objects.requireNonNull(value);
  }

  /** Returns a value as the dictionary it should be. */
  @SuppressWarnings("unchecked") // dictionaries hold whatever the pickle has
  static Map<Object, Object> map(Object value) {
    return (Map<Object, Object>) Objects.requireNonNull(value);
  }

  private int littleEndianShort() throws IOException {
    int low = in.readUnsignedByte();
    return low | in.readUnsignedByte() << 8;
  }

  private BigInteger littleEndianInteger(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new IOException("a pickle that ends early");
    }
    for (int i = 0; i < length / 2; i++) {
      byte swapped = bytes[i];
      bytes[i] = bytes[length - 1 - i];
      bytes[length - 1 - i] = swapped;
    }
    return length == 0 ? BigInteger.ZERO : new BigInteger(bytes);
  }

  private String text(int length) throws IOException {
    if (length < 0 || length > MOST_BYTES) {
      throw new IOException("a damaged pickle: a text of " + length + " bytes");
    }
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new IOException("a pickle that ends early");
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.readUnsignedByte(); next != '\n'; next = in.readUnsignedByte()) {
      line.append((char) next);
      if (line.length() > MOST_BYTES) {
        throw new IOException("a damaged pickle: a name without an end");
      }
    }
    return line.toString();
  }
}
