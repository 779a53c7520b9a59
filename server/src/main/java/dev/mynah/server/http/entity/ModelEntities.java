package dev.mynah.server.http.entity;

import dev.mynah.engine.spi.CloneReport;
import dev.mynah.server.http.entity.ModelEntity.Author;
import dev.mynah.server.http.entity.ModelEntity.Finding;
import dev.mynah.server.http.entity.ModelEntity.Report;
import dev.mynah.server.http.entity.ModelEntity.Sample;
import dev.mynah.server.token.Principal;
import dev.mynah.server.voice.Voice;
import dev.mynah.server.voice.VoiceSample;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Shows voices as clients of the hosted services expect them. */
public final class ModelEntities {
  private static final DateTimeFormatter MICROSECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final String SYSTEM_NICKNAME = "Mynah";

  private final PublicLinks links;

  public ModelEntities(PublicLinks links) {
    this.links = links;
  }

  /** Shows a voice to a caller who may see it. */
  public ModelEntity model(Voice voice, Principal viewer) {
    return new ModelEntity(
        voice.id(),
        "tts",
        voice.title(),
        voice.description(),
        links.cover(voice),
        "fast",
        lower(voice.state()),
        voice.tags(),
        voice.samples().stream().map(this::sample).toList(),
        written(voice.createdAt()),
        written(voice.updatedAt()),
        voice.languages(),
        lower(voice.visibility()),
        false,
        voice.defaultText(),
        "fast",
        0,
        0,
        0,
        voice.taskCount(),
        false,
        false,
        false,
        author(voice),
        voice.ownerId().equals(viewer.ownerId()) ? report(voice.report()) : null);
  }

  private Sample sample(VoiceSample sample) {
    return new Sample(sample.title(), sample.text(), sample.taskId(), links.sample(sample));
  }

  private Author author(Voice voice) {
    String nickname = voice.ownerId().equals(Principal.SYSTEM) ? SYSTEM_NICKNAME : "";
    return new Author(voice.ownerId(), nickname, links.generatedPicture(voice.ownerId()));
  }

  private static @Nullable Report report(@Nullable CloneReport report) {
    if (report == null) {
      return null;
    }
    List<Finding> warnings =
        report.warnings().stream()
            .map(warning -> new Finding(warning.code(), warning.message()))
            .toList();
    return new Report(
        report.speechSeconds(),
        report.usedSeconds(),
        report.levelDbfs(),
        report.noiseFloorDbfs(),
        report.bandwidthHz(),
        report.clippedFraction(),
        report.medianF0Hz(),
        report.lowF0Hz(),
        report.highF0Hz(),
        warnings);
  }

  /** Returns a time as these clients read it, to the microsecond. */
  public static String written(Instant time) {
    return MICROSECONDS.format(time);
  }

  /** Returns the name of a constant as it is written on the wire. */
  public static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
