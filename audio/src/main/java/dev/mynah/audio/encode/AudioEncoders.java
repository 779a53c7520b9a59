package dev.mynah.audio.encode;

import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;

import dev.mynah.audio.Pcm;
import dev.mynah.audio.resample.Resampler;
import dev.mynah.audio.resample.ResamplingFilter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.javacpp.Loader;

/**
 * Starts encoders. Only Mynah's own samples are encoded, so the codecs run in this process. Safe
 * for any number of threads and encoders at once.
 */
public final class AudioEncoders {
  private static final String CACHE_PROPERTY = "org.bytedeco.javacpp.cachedir";

  /** Filters take a millisecond to design and are the same for every stream. */
  private final ConcurrentHashMap<RatePair, ResamplingFilter> filters = new ConcurrentHashMap<>();

  private final AtomicInteger open = new AtomicInteger();

  private record RatePair(int from, int to) {}

  /**
   * Loads the codecs.
   *
   * @param nativeCache folder the native libraries are unpacked to, once; made if absent. The first
   *     use of FFmpeg in a process decides for the whole process.
   * @throws IOException if the folder can't be made
   */
  public AudioEncoders(Path nativeCache) throws IOException {
    Files.createDirectories(nativeCache);
    if (System.getProperty(CACHE_PROPERTY) == null) {
      System.setProperty(CACHE_PROPERTY, nativeCache.toAbsolutePath().toString());
    }
    Loader.load(avcodec.class);
    av_log_set_level(AV_LOG_QUIET);
  }

  /**
   * Starts a recording sent to someone as it is made. Its container can't tell its length.
   *
   * @param inputRate of the samples to come, Hz
   * @param out stays open
   */
  public AudioEncoder toStream(
      EncodingSettings settings, ContainerTags tags, int inputRate, OutputStream out)
      throws IOException {
    return start(settings, tags, inputRate, new Target.Stream(out));
  }

  /**
   * Starts a recording kept in a file, with exact lengths and gapless information.
   *
   * @param inputRate of the samples to come, Hz
   * @param file created, or emptied if it exists
   */
  public AudioEncoder toFile(
      EncodingSettings settings, ContainerTags tags, int inputRate, Path file) throws IOException {
    Target target = new Target.StoredFile(file);
    boolean started = false;
    try {
      AudioEncoder encoder = start(settings, tags, inputRate, target);
      started = true;
      return encoder;
    } finally {
      if (!started) {
        target.close();
      }
    }
  }

  /** Returns how many encoders have been started and not closed; each holds native memory. */
  public int open() {
    return open.get();
  }

  /** Encodes a whole recording, with exact lengths and gapless information. */
  public byte[] encode(EncodingSettings settings, ContainerTags tags, Pcm pcm) throws IOException {
    Target.Memory target = new Target.Memory();
    try (AudioEncoder encoder = start(settings, tags, pcm.sampleRate(), target)) {
      encoder.write(pcm.samples());
    }
    return target.toByteArray();
  }

  private AudioEncoder start(
      EncodingSettings settings, ContainerTags tags, int inputRate, Target target)
      throws IOException {
    int codecRate =
        settings.format() == AudioFormat.OPUS
            ? OpusWriter.codecRate(inputRate)
            : settings.sampleRate();
    ResamplingFilter filter =
        filters.computeIfAbsent(
            new RatePair(inputRate, codecRate),
            rates -> ResamplingFilter.between(rates.from(), rates.to()));
    ContainerWriter writer =
        switch (settings.format()) {
          case MP3 -> new Mp3Writer(target, settings, tags);
          case WAV -> new WavWriter(target, settings.sampleRate(), tags);
          case PCM -> new PcmWriter(target);
          case OPUS -> new OpusWriter(target, codecRate, settings, tags);
          case AAC -> new AacWriter(target, settings, tags);
          case FLAC -> new FlacWriter(target, settings.sampleRate(), tags);
        };
    open.incrementAndGet();
    return new AudioEncoder(target, new Resampler(filter), writer, open::decrementAndGet);
  }
}
