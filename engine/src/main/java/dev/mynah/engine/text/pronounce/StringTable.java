package dev.mynah.engine.text.pronounce;

import java.util.Arrays;

/**
 * An immutable set of strings numbered in the order they were added. All letters lie in one array
 * and an open-addressing hash of their numbers finds them, so that a hundred thousand words cost
 * two megabytes and a look-up makes no garbage.
 */
final class StringTable {
  private static final int ABSENT = -1;

  private final char[] letters;
  private final int[] starts;
  private final int[] slots;

  private StringTable(char[] letters, int[] starts, int[] slots) {
    this.letters = letters;
    this.starts = starts;
    this.slots = slots;
  }

  int size() {
    return starts.length - 1;
  }

  /** Returns the number of the string, or -1 if it isn't here. */
  int find(CharSequence key) {
    int mask = slots.length - 1;
    for (int slot = hash(key) & mask; slots[slot] != 0; slot = (slot + 1) & mask) {
      int index = slots[slot] - 1;
      if (equal(index, key)) {
        return index;
      }
    }
    return ABSENT;
  }

  private boolean equal(int index, CharSequence key) {
    int start = starts[index];
    if (starts[index + 1] - start != key.length()) {
      return false;
    }
    for (int i = 0; i < key.length(); i++) {
      if (letters[start + i] != key.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static int hash(CharSequence key) {
    int hash = 0;
    for (int i = 0; i < key.length(); i++) {
      hash = 31 * hash + key.charAt(i);
    }
    // The low bits choose the slot, so the high ones are folded in.
    hash *= 0x9E3779B9;
    return hash ^ (hash >>> 15);
  }

  /** Collects strings; each may be added once. */
  static final class Builder {
    private char[] letters = new char[1 << 16];
    private int[] starts = new int[1 << 12];
    private int count;

    /** Adds a string and returns its number. */
    int add(String key) {
      int start = starts[count];
      if (start + key.length() > letters.length) {
        letters = Arrays.copyOf(letters, Math.max(2 * letters.length, start + key.length()));
      }
      key.getChars(0, key.length(), letters, start);
      count++;
      if (count == starts.length) {
        starts = Arrays.copyOf(starts, 2 * count);
      }
      starts[count] = start + key.length();
      return count - 1;
    }

    StringTable build() {
      int capacity = Integer.highestOneBit(Math.max(8, 2 * count)) * 2;
      int[] slots = new int[capacity];
      StringTable table =
          new StringTable(
              Arrays.copyOf(letters, starts[count]), Arrays.copyOf(starts, count + 1), slots);
      for (int index = 0; index < count; index++) {
        String key = table.string(index);
        int slot = hash(key) & (capacity - 1);
        while (slots[slot] != 0) {
          slot = (slot + 1) & (capacity - 1);
        }
        slots[slot] = index + 1;
      }
      return table;
    }
  }

  /** Returns the string with a number. */
  String string(int index) {
    return new String(letters, starts[index], starts[index + 1] - starts[index]);
  }
}
