package dev.mynah.audio.encode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/*
 * RIFF WAVE with 16-bit linear PCM (format tag 1), mono: "RIFF" size "WAVE", "fmt ", a "LIST" of
 * tags if there are any, "data". The samples come last, because players of streams take everything
 * after the data header for sound. A stream of unknown length carries sizes near 4 GiB, which
 * players take for "until it ends"; a stored file gets its real sizes at the end.
 */
final class WavWriter implements ContainerWriter {
  private static final int STREAM_RIFF_BYTES = (int) 4_294_967_076L;
  private static final int STREAM_DATA_BYTES = (int) 4_294_967_040L;
  private static final long MAX_DATA_BYTES = 4_294_960_000L; // the size field has 32 bits
  private static final int RIFF_SIZE_POSITION = 4;
  private static final int RIFF_HEADER_BYTES = 8; // not counted by the size of the RIFF chunk
  private static final int SIZE_BYTES = 4;
  private static final short LINEAR_PCM = 1;
  private static final short BYTES_A_SAMPLE = 2;
  private static final int FORMAT_CHUNK_BYTES = 16;

  private final Target target;
  private final PcmWriter samples;
  private final int headerBytes;

  WavWriter(Target target, int sampleRate, ContainerTags tags) throws IOException {
    this.target = target;
    this.samples = new PcmWriter(target);
    byte[] header = header(sampleRate, tags.isEmpty() ? new byte[0] : list(tags));
    this.headerBytes = header.length;
    target.write(header);
  }

  @Override
  public void write(float[] block) throws IOException {
    if (target.stored()
        && samples.bytesWritten() + (long) block.length * BYTES_A_SAMPLE > MAX_DATA_BYTES) {
      throw new IOException("a WAV file can't hold more than 4 GiB");
    }
    samples.write(block);
  }

  @Override
  public void flush() throws IOException {
    samples.flush();
  }

  @Override
  public void finish() throws IOException {
    if (target.stored()) {
      long dataBytes = samples.bytesWritten();
      target.patch(RIFF_SIZE_POSITION, word(headerBytes - RIFF_HEADER_BYTES + dataBytes));
      target.patch(headerBytes - SIZE_BYTES, word(dataBytes));
    }
    target.flush();
  }

  private static byte[] header(int sampleRate, byte[] list) {
    ByteBuffer header = ByteBuffer.allocate(44 + list.length).order(ByteOrder.LITTLE_ENDIAN);
    header.put(ascii("RIFF")).putInt(STREAM_RIFF_BYTES).put(ascii("WAVE"));
    header.put(ascii("fmt ")).putInt(FORMAT_CHUNK_BYTES);
    header.putShort(LINEAR_PCM).putShort((short) 1);
    header.putInt(sampleRate).putInt(sampleRate * BYTES_A_SAMPLE);
    header.putShort(BYTES_A_SAMPLE).putShort((short) (8 * BYTES_A_SAMPLE));
    header.put(list);
    header.put(ascii("data")).putInt(STREAM_DATA_BYTES);
    return header.array();
  }

  /** A LIST INFO chunk: ISFT names the software, ICMT holds the entries. */
  private static byte[] list(ContainerTags tags) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(ascii("INFO"));
    if (!tags.software().isEmpty()) {
      body.writeBytes(chunk("ISFT", text(tags.software())));
    }
    if (!tags.entries().isEmpty()) {
      String comment =
          tags.entries().entrySet().stream()
              .map(entry -> entry.getKey() + "=" + entry.getValue())
              .collect(Collectors.joining("; "));
      body.writeBytes(chunk("ICMT", text(comment)));
    }
    return chunk("LIST", body.toByteArray());
  }

  private static byte[] chunk(String name, byte[] content) {
    int padding = content.length & 1; // chunks start at even places
    return ByteBuffer.allocate(8 + content.length + padding)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(ascii(name))
        .putInt(content.length)
        .put(content)
        .array();
  }

  private static byte[] text(String text) {
    return (text + '\0').getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] word(long value) {
    return ByteBuffer.allocate(SIZE_BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt((int) value)
        .array();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
