package dev.mynah.server.rendering;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** What an encoder writes to: a sink, until nobody listens any more. */
final class EncodedOutput extends OutputStream {
  private final StreamSink sink;
  private boolean deaf;

  EncodedOutput(StreamSink sink) {
    this.sink = sink;
  }

  /** From now on bytes go nowhere. */
  void stopListening() {
    deaf = true;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (!deaf && length > 0) {
      sink.audio(Arrays.copyOfRange(bytes, offset, offset + length));
    }
  }
}
