package dev.mynah.audio.encode;

import java.io.IOException;

/** Puts samples, already at the rate of the codec and within full scale, into one format. */
interface ContainerWriter extends AutoCloseable {
  /** Takes the next samples. */
  void write(float[] samples) throws IOException;

  /** Sends on what can be sent already. */
  void flush() throws IOException;

  /** Writes what is left and makes the recording whole. */
  void finish() throws IOException;

  /** Frees what the writer holds, whether or not it was finished. */
  @Override
  default void close() {}
}
