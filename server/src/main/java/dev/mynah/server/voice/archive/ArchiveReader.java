package dev.mynah.server.voice.archive;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks an archive from a stranger, in one pass and within limits. Names are compared, never used
 * as paths: every file goes where the caller says. Nothing is trusted until the manifest names it
 * with its size and hash.
 */
public final class ArchiveReader {
  static final String MANIFEST = "voice.json";

  private static final int MAX_MANIFEST_BYTES = 1 << 20;
  private static final int BUFFER_BYTES = 64 << 10;
  private static final long FREE_BYTES = 8 << 20; // that may unpack from nothing
  private static final Pattern NAME =
      Pattern.compile("[a-z0-9][a-z0-9_-]*(?:[./][a-z0-9][a-z0-9_-]*){0,4}");
  private static final int MAX_NAME = 100; // characters

  private final ArchiveLimits limits;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private final Map<String, Path> files = new HashMap<>();
  private final Map<String, VoiceManifest.Member> found = new HashMap<>();
  private byte[] manifest = {};
  private long unpacked;

  private ArchiveReader(ArchiveLimits limits) {
    this.limits = limits;
  }

  /** Gives files places. */
  @FunctionalInterface
  public interface Places {
    /** Returns where the next file may be written; nothing is there yet. */
    Path fresh();
  }

  /**
   * What an archive held.
   *
   * @param voice what the manifest says
   * @param files every file of the manifest, by its name
   */
  public record Unpacked(VoiceManifest voice, Map<String, Path> files) {
    public Unpacked {
      files = Map.copyOf(files);
    }

    /** Returns where a file of the manifest was put. */
    public Path file(VoiceManifest.Member member) {
      Path file = files.get(member.name());
      if (file == null) {
        throw new IllegalArgumentException("no file of the manifest: " + member.name());
      }
      return file;
    }
  }

  /**
   * Unpacks an archive.
   *
   * @param archive the file
   * @param places where its files are written; the caller deletes them, also after a failure
   * @throws ArchiveException if it isn't whole, isn't what it says, or goes beyond the limits
   * @throws IOException if our own disk fails
   */
  public static Unpacked read(Path archive, ArchiveLimits limits, Places places)
      throws IOException {
    return new ArchiveReader(limits).unpack(archive, places);
  }

  private Unpacked unpack(Path archive, Places places) throws IOException {
    long most = Math.min(limits.maxBytes(), FREE_BYTES + limits.maxRatio() * Files.size(archive));
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(archive))) {
      int entries = 0;
      for (ZipEntry entry = next(zip); entry != null; entry = next(zip)) {
        entries++;
        if (entries > limits.maxEntries()) {
          throw new ArchiveException(
              "The archive holds more than " + limits.maxEntries() + " files.");
        }
        if (!entry.isDirectory()) {
          take(zip, entry.getName(), most, places);
        }
      }
    }
    if (manifest.length == 0) {
      throw new ArchiveException("The file is no archive of a voice: it holds no voice.json.");
    }
    VoiceManifest voice = ManifestJson.read(manifest);
    compare(voice);
    return new Unpacked(voice, files);
  }

  private static @Nullable ZipEntry next(ZipInputStream zip) throws IOException {
    try {
      return zip.getNextEntry();
    } catch (ZipException | EOFException | IllegalArgumentException broken) {
      throw broken(broken);
    }
  }

  private static ArchiveException broken(Exception cause) {
    return new ArchiveException("The archive is damaged or no ZIP file.", cause);
  }

  private void take(ZipInputStream zip, String name, long most, Places places) throws IOException {
    if (name.equals(MANIFEST) && manifest.length == 0) {
      manifest = beginning(zip);
      if (manifest.length > MAX_MANIFEST_BYTES) {
        throw new ArchiveException("voice.json is larger than a manifest may be.");
      }
      return;
    }
    if (name.length() > MAX_NAME || !NAME.matcher(name).matches()) {
      throw new ArchiveException("The archive holds a file whose name no voice archive has.");
    }
    if (found.containsKey(name)) {
      throw new ArchiveException("The archive holds a file twice.");
    }
    Path file = places.fresh();
    MessageDigest digest = sha256();
    long size = 0;
    try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
      for (int count = read(zip); count >= 0; count = read(zip)) {
        size += count;
        unpacked += count;
        if (unpacked > most) {
          throw new ArchiveException("The archive unpacks to more than it may.");
        }
        digest.update(buffer, 0, count);
        out.write(buffer, 0, count);
      }
    }
    files.put(name, file);
    String hash = HexFormat.of().formatHex(digest.digest());
    found.put(name, new VoiceManifest.Member(name, size, hash));
  }

  private static byte[] beginning(InputStream zip) throws IOException {
    try {
      return zip.readNBytes(MAX_MANIFEST_BYTES + 1);
    } catch (ZipException | EOFException broken) {
      throw broken(broken);
    }
  }

  private int read(InputStream zip) throws IOException {
    try {
      return zip.read(buffer);
    } catch (ZipException | EOFException broken) {
      throw broken(broken);
    }
  }

  private void compare(VoiceManifest voice) {
    for (VoiceManifest.Member member : voice.members()) {
      if (!member.equals(found.remove(member.name()))) {
        throw new ArchiveException(
            "A file of the archive is missing, there twice, or not what voice.json says it is.");
      }
    }
    if (!found.isEmpty()) {
      throw new ArchiveException("The archive holds files that voice.json doesn't name.");
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
