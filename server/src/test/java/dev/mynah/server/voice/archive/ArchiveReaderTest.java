package dev.mynah.server.voice.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mynah.server.voice.archive.VoiceManifest.Member;
import dev.mynah.server.voice.archive.VoiceManifest.Profile;
import dev.mynah.server.voice.archive.VoiceManifest.Reference;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveReaderTest {
  private static final ArchiveLimits LIMITS = new ArchiveLimits(20 << 20, 8, 20);
  private static final byte[] SOUND = "a recording".getBytes(UTF_8);
  private static final byte[] PROFILE = {1, 2, 3};

  @TempDir Path folder;
  private int given;

  @Test
  void readsWhatWasWritten() throws IOException {
    VoiceManifest voice = voice();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ArchiveWriter.write(voice, member -> to -> to.write(content(member.name())), out);

    ArchiveReader.Unpacked read = read(out.toByteArray());

    assertThat(read.voice()).isEqualTo(voice);
    assertThat(read.file(voice.recordings().getFirst().file())).hasBinaryContent(SOUND);
    assertThat(read.file(voice.profiles().getFirst().file())).hasBinaryContent(PROFILE);
  }

  @Test
  void takesAnArchiveThatWasPackedAgainInAnotherOrder() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("recordings/", new byte[0]);
    files.put("profiles/01", PROFILE);
    files.put("recordings/01", SOUND);
    files.put("voice.json", ManifestJson.write(voice()));
    assertThat(read(zip(files)).voice().title()).isEqualTo("Ann");
  }

  @Test
  void refusesWhatIsNoArchive() {
    assertRefused("no voice.json", "not a zip".getBytes(UTF_8));
    assertRefused("no voice.json", new byte[0]);
    assertRefused("no voice.json", zip(Map.of("recordings/01", SOUND)));
  }

  @Test
  void refusesAManifestItCannotRead() {
    assertRefused("not valid JSON", zip(Map.of("voice.json", "{".getBytes(UTF_8))));
    assertRefused("voice of Mynah", zip(Map.of("voice.json", "{}".getBytes(UTF_8))));
    String newer = "{\"format\":\"mynah-voice\",\"version\":2}";
    assertRefused("newer server", zip(Map.of("voice.json", newer.getBytes(UTF_8))));
    String bare = "{\"format\":\"mynah-voice\",\"version\":1}";
    assertRefused("exported_at is missing", zip(Map.of("voice.json", bare.getBytes(UTF_8))));
    byte[] nested = ("[".repeat(5_000) + "]".repeat(5_000)).getBytes(UTF_8);
    assertRefused("not valid JSON", zip(Map.of("voice.json", nested)));
    assertRefused("larger than", zip(Map.of("voice.json", new byte[2 << 20])));
  }

  @Test
  void refusesFilesThatAreNotWhatTheManifestSays() {
    assertRefused("not what voice.json says", with("recordings/01", "another".getBytes(UTF_8)));
    assertRefused("doesn't name", with("recordings/02", SOUND));
    Map<String, byte[]> missing = files();
    missing.remove("profiles/01");
    assertRefused("missing", zip(missing));
  }

  @Test
  void refusesNamesThatNoVoiceArchiveHas() {
    for (String name :
        List.of(
            "../evil", "/etc/passwd", "a\\b", "a//b", "a/../b", "A", ".hidden", "n".repeat(200))) {
      assertRefused("name no voice archive has", with(name, SOUND));
    }
    assertThat(folder.resolveSibling("evil")).doesNotExist();
  }

  @Test
  void refusesMoreFilesThanAVoiceHas() {
    Map<String, byte[]> files = files();
    for (int i = 0; i < 9; i++) {
      files.put("more/" + i, SOUND);
    }
    assertRefused("more than 8 files", zip(files));
  }

  @Test
  void refusesABombBeforeItIsUnpacked() throws IOException {
    assertRefused("more than it may", with("recordings/01", new byte[19 << 20]));
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum())
          .as("bytes written")
          .isLessThan(10 << 20);
    }
  }

  @Test
  void refusesAnArchiveThatWasCutOffAnywhere() {
    byte[] whole = zip(files());
    for (int length = 0; length < whole.length / 2; length += 7) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> read(part)).isInstanceOf(ArchiveException.class);
    }
  }

  @Test
  void refusesDamageWithoutEverFailingOtherwise() {
    byte[] whole = zip(files());
    int refused = 0;
    for (int at = 0; at < whole.length; at += 3) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 0x55;
      try {
        read(damaged);
      } catch (ArchiveException expected) {
        refused++;
      } catch (IOException e) {
        throw new AssertionError("byte " + at + " passes for a failure of our own disk", e);
      }
    }
    assertThat(refused).as("refusals").isGreaterThan(whole.length / 10);
  }

  private static VoiceManifest voice() {
    return new VoiceManifest(
        Instant.parse("2026-05-04T10:00:00Z"),
        "a".repeat(32),
        "Ann",
        "Speaks softly.",
        "public",
        List.of("soft"),
        List.of("en"),
        Instant.parse("2026-01-02T03:04:05Z"),
        "Ann agrees.",
        null,
        null,
        List.of(new Reference(member("recordings/01", SOUND), "What Ann says.", null)),
        List.of(new Profile(member("profiles/01", PROFILE), "tone", "1")));
  }

  private static byte[] content(String name) {
    return name.startsWith("profiles") ? PROFILE : SOUND;
  }

  private static Member member(String name, byte[] content) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
      return new Member(name, content.length, HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static Map<String, byte[]> files() {
    Map<String, byte[]> files = new HashMap<>();
    files.put("voice.json", ManifestJson.write(voice()));
    files.put("recordings/01", SOUND);
    files.put("profiles/01", PROFILE);
    return files;
  }

  private static byte[] with(String name, byte[] content) {
    Map<String, byte[]> files = files();
    files.put(name, content);
    return zip(files);
  }

  private static byte[] zip(Map<String, byte[]> files) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }

  private void assertRefused(String why, byte[] archive) {
    assertThatThrownBy(() -> read(archive))
        .isInstanceOf(ArchiveException.class)
        .hasMessageContaining(why);
  }

  private ArchiveReader.Unpacked read(byte[] archive) throws IOException {
    Path file = folder.resolve("archive-" + given++);
    Files.write(file, archive);
    return ArchiveReader.read(file, LIMITS, () -> folder.resolve("file-" + given++));
  }
}
