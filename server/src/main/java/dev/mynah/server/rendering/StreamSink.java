package dev.mynah.server.rendering;

import java.io.IOException;

/** Where a stream of speech goes. Called by one thread at a time. */
public interface StreamSink {
  /**
   * Takes the next encoded bytes.
   *
   * @param bytes belong to the sink
   */
  void audio(byte[] bytes) throws IOException;

  /** Hears that the text of the next chunk is about to be heard. */
  void beginning(int chunkSeq, String content) throws IOException;

  /** Hears what was said when in the chunk that has just ended. */
  void aligned(Alignment alignment) throws IOException;
}
