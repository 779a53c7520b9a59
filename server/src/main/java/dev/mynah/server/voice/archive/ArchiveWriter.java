package dev.mynah.server.voice.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.time.ZoneOffset;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes a voice into a ZIP archive, as a stream: {@code voice.json} first, then its files. */
public final class ArchiveWriter {
  private ArchiveWriter() {}

  /** Copies the content of a file. */
  @FunctionalInterface
  public interface Source {
    /** Writes all of the file. */
    void writeTo(OutputStream out) throws IOException;
  }

  /** Finds the content of files by their names. */
  @FunctionalInterface
  public interface Sources {
    /** Returns the content of a file of the manifest. */
    Source of(VoiceManifest.Member member);
  }

  /** Writes an archive; the stream is left open. The same voice gives the same bytes. */
  public static void write(VoiceManifest voice, Sources sources, OutputStream out)
      throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out);
    zip.setLevel(Deflater.BEST_SPEED); // recordings hardly shrink
    byte[] manifest = ManifestJson.write(voice);
    add(zip, voice, ArchiveReader.MANIFEST, to -> to.write(manifest));
    for (VoiceManifest.Member member : voice.members()) {
      add(zip, voice, member.name(), sources.of(member));
    }
    zip.finish();
  }

  private static void add(ZipOutputStream zip, VoiceManifest voice, String name, Source source)
      throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(voice.exportedAt().atOffset(ZoneOffset.UTC).toLocalDateTime());
    zip.putNextEntry(entry);
    source.writeTo(zip);
    zip.closeEntry();
  }
}
