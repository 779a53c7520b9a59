package dev.mynah.server.speech;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.engine.spi.VoiceProfile;
import dev.mynah.server.blob.WorkFolder;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.voice.Recording;
import dev.mynah.server.voice.VoiceMaker;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/**
 * Voices for recordings that come with the text. Nothing of them is stored; the profile of what was
 * heard lately is kept in memory under the hash of the recording, since clients send the same one
 * with every sentence.
 */
public final class ReferenceVoices {
  private static final String FIELD = "references";
  private static final long CACHE_BYTES = 32L << 20;
  private static final int BYTES_BESIDES = 200; // of an entry, its profile apart
  private static final Duration KEPT = Duration.ofHours(1);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private final VoiceMaker maker;
  private final WorkFolder workFolder;
  private final long maxBytes;
  private final Semaphore places;
  private final Cache<String, VoiceProfile> lately =
      Caffeine.newBuilder()
          .maximumWeight(CACHE_BYTES)
          .<String, VoiceProfile>weigher((key, profile) -> profile.bytes().length + BYTES_BESIDES)
          .expireAfterAccess(KEPT)
          .build();

  /**
   * @param maxBytes largest recording that may be sent along
   * @param atATime how many may be fetched and cloned at a time; more are refused for now
   */
  public ReferenceVoices(VoiceMaker maker, WorkFolder workFolder, long maxBytes, int atATime) {
    this.maker = maker;
    this.workFolder = workFolder;
    this.maxBytes = maxBytes;
    this.places = new Semaphore(atATime);
  }

  /**
   * Returns the voices of the speakers heard on recordings, by their numbers.
   *
   * @throws MynahException if a number has no recording, one can't be fetched or gives no voice, or
   *     too many are being cloned
   */
  List<VoiceProfile> profiles(List<InlineReference> references, CancelSignal cancel) {
    Map<Integer, List<InlineReference>> bySpeaker =
        references.stream()
            .collect(
                Collectors.groupingBy(InlineReference::speaker, TreeMap::new, Collectors.toList()));
    List<VoiceProfile> profiles = new ArrayList<>();
    for (Map.Entry<Integer, List<InlineReference>> speaker : bySpeaker.entrySet()) {
      if (speaker.getKey() != profiles.size()) {
        throw MynahException.invalid(
            FIELD, "references has no recording of speaker " + profiles.size() + ".");
      }
      profiles.add(profile(speaker.getValue(), cancel));
    }
    return profiles;
  }

  private VoiceProfile profile(List<InlineReference> references, CancelSignal cancel) {
    if (!places.tryAcquire()) {
      throw MynahException.overloaded(
          "Too many recordings are being listened to; try again later.", RETRY_AFTER);
    }
    List<Path> own = new ArrayList<>();
    try {
      List<Path> files = new ArrayList<>();
      for (InlineReference reference : references) {
        files.add(file(reference.recording(), own, cancel));
      }
      String transcript = transcript(references);
      String key = hash(files) + transcript;
      return lately.get(
          key,
          absent ->
              maker.make(files, transcript.isEmpty() ? null : transcript, FIELD, cancel).profile());
    } finally {
      places.release();
      own.forEach(workFolder::discard);
    }
  }

  private static String transcript(List<InlineReference> references) {
    return references.stream()
        .map(InlineReference::transcript)
        .filter(Objects::nonNull)
        .collect(Collectors.joining(" "));
  }

  private Path file(Recording recording, List<Path> own, CancelSignal cancel) {
    Path file =
        switch (recording) {
          case Recording.Url url -> maker.fetch(url.url(), FIELD, cancel);
          case Recording.LocalFile local -> local.path();
          case Recording.Bytes sent -> written(sent.bytes());
        };
    if (!(recording instanceof Recording.LocalFile)) {
      own.add(file);
    }
    checkSize(file);
    return file;
  }

  private Path written(byte[] bytes) {
    Path file = workFolder.fresh();
    try {
      return Files.write(file, bytes);
    } catch (IOException e) {
      workFolder.discard(file);
      throw unreadable(e);
    }
  }

  private void checkSize(Path file) {
    try {
      long size = Files.size(file);
      if (size == 0) {
        throw MynahException.invalid(FIELD, "A recording in references is an empty file.");
      }
      if (size > maxBytes) {
        throw MynahException.of(
            ErrorCode.TOO_LARGE,
            "A recording in references has %d bytes; at most %d are taken."
                .formatted(size, maxBytes));
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static String hash(List<Path> files) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Path file : files) {
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
          in.transferTo(OutputStream.nullOutputStream());
        }
        digest.update("\n".getBytes(StandardCharsets.US_ASCII));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static MynahException unreadable(IOException cause) {
    return MynahException.of(
        ErrorCode.UNAVAILABLE, "A recording can't be kept; the disk may be full.", cause);
  }
}
