package dev.mynah.server.speech;

import dev.mynah.server.rendering.Alignment;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** A listener who remembers everything. */
final class Heard implements SpeechListener {
  private final ByteArrayOutputStream audio = new ByteArrayOutputStream();
  private final List<Alignment> alignments = new ArrayList<>();
  private final List<String> begun = new ArrayList<>();

  @Override
  public synchronized void audio(byte[] encoded) {
    audio.writeBytes(encoded);
  }

  @Override
  public synchronized void beginning(int chunkSeq, String content) {
    begun.add(content);
  }

  @Override
  public synchronized void aligned(Alignment alignment) {
    alignments.add(alignment);
  }

  synchronized byte[] bytes() {
    return audio.toByteArray();
  }

  synchronized List<Alignment> alignments() {
    return List.copyOf(alignments);
  }

  /** The texts of the chunks, as they began. */
  synchronized List<String> begun() {
    return List.copyOf(begun);
  }
}
