package dev.mynah.bench;

import dev.mynah.audio.Pcm;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/** Reads and writes the WAV files of an evaluation: trusted ones, so the JDK's own code will do. */
final class WavFiles {
  private static final float FULL_SCALE = 32_768;

  private WavFiles() {}

  /** Reads a file of any PCM layout as mono. */
  static Pcm read(Path file) throws IOException, UnsupportedAudioFileException {
    try (AudioInputStream raw = AudioSystem.getAudioInputStream(file.toFile())) {
      AudioFormat from = raw.getFormat();
      int channels = from.getChannels();
      AudioFormat to = new AudioFormat(from.getSampleRate(), 16, channels, true, false);
      try (AudioInputStream in = AudioSystem.getAudioInputStream(to, raw)) {
        ByteBuffer bytes = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
        float[] samples = new float[bytes.remaining() / Short.BYTES / channels];
        for (int i = 0; i < samples.length; i++) {
          for (int c = 0; c < channels; c++) {
            samples[i] += bytes.getShort() / FULL_SCALE / channels;
          }
        }
        return new Pcm(samples, Math.round(from.getSampleRate()));
      }
    }
  }

  /** Writes 16-bit PCM. */
  static void write(Path file, Pcm pcm) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(pcm.samples().length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float sample : pcm.samples()) {
      int value = Math.round(sample * FULL_SCALE);
      bytes.putShort((short) Math.clamp(value, Short.MIN_VALUE, Short.MAX_VALUE));
    }
    AudioFormat format = new AudioFormat(pcm.sampleRate(), 16, 1, true, false);
    try (AudioInputStream in =
        new AudioInputStream(
            new ByteArrayInputStream(bytes.array()), format, pcm.samples().length)) {
      AudioSystem.write(in, AudioFileFormat.Type.WAVE, file.toFile());
    }
  }
}
