package dev.mynah.server.http.console;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mynah.audio.analysis.SoundPicture;
import dev.mynah.engine.spi.CloneReport;
import dev.mynah.server.http.entity.ModelEntities;
import dev.mynah.server.http.entity.PublicLinks;
import dev.mynah.server.voice.CloneRecord;
import dev.mynah.server.voice.Likeness;
import dev.mynah.server.voice.ReportFigure;
import dev.mynah.server.voice.ReportFigures;
import dev.mynah.server.voice.VoiceAnalysis;
import dev.mynah.server.voice.VoiceDossier;
import dev.mynah.server.voice.VoiceInMaking;
import dev.mynah.server.voice.VoiceSample;
import dev.mynah.server.voice.VoiceWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Shows voices as the console's pages need them. */
final class VoiceViews {
  private static final double HUNDREDTH = 100;
  private static final double THOUSANDTH = 1_000;

  private VoiceViews() {}

  /** What a gallery needs besides the list of voices. */
  record Gallery(List<InMaking> making, List<Tag> tags, List<String> languages) {
    static Gallery of(List<VoiceInMaking> making, VoiceWords words, PublicLinks links) {
      return new Gallery(
          making.stream().map(each -> InMaking.of(each, links)).toList(),
          words.tags().stream().map(tag -> new Tag(tag.word(), tag.voices())).toList(),
          words.languages());
    }
  }

  /** A tag and how many voices have it. */
  record Tag(String tag, long voices) {}

  /** A voice that isn't made. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record InMaking(
      String id,
      String title,
      @JsonProperty("cover_image") String coverImage,
      String state,
      @JsonProperty("created_at") String createdAt,
      @JsonProperty("task_id") @Nullable String taskId,
      @Nullable String failure) {
    static InMaking of(VoiceInMaking making, PublicLinks links) {
      return new InMaking(
          making.voice().id(),
          making.voice().title(),
          links.cover(making.voice()),
          ModelEntities.lower(making.voice().state()),
          ModelEntities.written(making.voice().createdAt()),
          making.taskId(),
          making.failure());
    }
  }

  /** Everything of a voice that {@code GET /model/{id}} doesn't tell. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Details(
      String id,
      String state,
      boolean mine,
      boolean changeable,
      String origin,
      List<String> names,
      List<Sample> samples,
      List<Engine> engines,
      @JsonProperty("cloned_from") @Nullable ClonedFrom clonedFrom,
      @Nullable Report report,
      @Nullable InMaking making) {
    static Details of(VoiceDossier dossier, PublicLinks links) {
      CloneReport report = dossier.mine() ? dossier.voice().report() : null;
      VoiceInMaking making = dossier.making();
      return new Details(
          dossier.voice().id(),
          ModelEntities.lower(dossier.voice().state()),
          dossier.mine(),
          dossier.changeable(),
          ModelEntities.lower(dossier.origin()),
          dossier.names(),
          dossier.voice().samples().stream().map(each -> Sample.of(each, links)).toList(),
          dossier.engines().stream()
              .map(each -> new Engine(each.engine(), each.version()))
              .toList(),
          ClonedFrom.of(dossier.clonedFrom()),
          report == null ? null : Report.of(report),
          making == null ? null : InMaking.of(making, links));
    }
  }

  /** Something to listen to. */
  record Sample(
      String kind,
      String title,
      String text,
      String audio,
      @JsonProperty("media_type") String mediaType) {
    static Sample of(VoiceSample sample, PublicLinks links) {
      return new Sample(
          ModelEntities.lower(sample.kind()),
          sample.title(),
          sample.text(),
          links.sample(sample),
          sample.mediaType());
    }
  }

  /** An engine that can speak with the voice. */
  record Engine(String engine, String version) {}

  /** What a voice was cloned from. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record ClonedFrom(
      @JsonProperty("accepted_at") String acceptedAt,
      @Nullable String consent,
      List<Recording> recordings) {
    static @Nullable ClonedFrom of(Optional<CloneRecord> record) {
      return record
          .map(
              clone ->
                  new ClonedFrom(
                      ModelEntities.written(clone.acceptedAt()),
                      clone.consent(),
                      clone.sources().stream().map(Recording::of).toList()))
          .orElse(null);
    }
  }

  /** A recording a voice was cloned from. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Recording(@Nullable String url, @Nullable String sha256, @Nullable Long bytes) {
    static Recording of(CloneRecord.Source source) {
      CloneRecord.Content content = source.content();
      return new Recording(
          source.url(),
          content == null ? null : content.sha256(),
          content == null ? null : content.size());
    }
  }

  /** What was measured on the recordings, in words. */
  record Report(List<Figure> figures, List<Warning> warnings) {
    static Report of(CloneReport report) {
      return new Report(
          ReportFigures.of(report).stream().map(Figure::of).toList(),
          report.warnings().stream()
              .map(warning -> new Warning(warning.code(), warning.message()))
              .toList());
    }
  }

  /** A figure and what it means. */
  record Figure(
      String name, String label, double value, String unit, String grade, String meaning) {
    static Figure of(ReportFigure figure) {
      return new Figure(
          figure.name(),
          figure.label(),
          Math.round(figure.value() * HUNDREDTH) / HUNDREDTH,
          figure.unit(),
          ModelEntities.lower(figure.grade()),
          figure.meaning());
    }
  }

  /** What would make the voice better. */
  record Warning(String code, String message) {}

  /** What a voice looks like beside its recording; what isn't there is left out. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Analysis(@Nullable Picture spoken, @Nullable Picture reference) {
    static Analysis of(VoiceAnalysis analysis) {
      SoundPicture spoken = analysis.spoken();
      SoundPicture reference = analysis.reference();
      return new Analysis(
          spoken == null ? null : Picture.of(spoken),
          reference == null ? null : Picture.of(reference));
    }
  }

  /**
   * How alike voice and recording sound.
   *
   * @param installed whether the model that tells is there
   * @param score -1 to 1, left out if nothing can tell
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Similarity(boolean installed, @Nullable Double score, @Nullable String meaning) {
    static Similarity of(boolean installed, Optional<Likeness> likeness) {
      return new Similarity(
          installed,
          likeness.map(each -> Math.round(each.score() * THOUSANDTH) / THOUSANDTH).orElse(null),
          likeness.map(Likeness::meaning).orElse(null));
    }
  }

  /**
   * A sound to be drawn.
   *
   * @param low [column] lowest sample, per mille of full scale
   * @param high [column] highest sample, per mille of full scale
   * @param f0 [column] Hz, null where unvoiced
   */
  record Picture(
      double seconds,
      @JsonInclude(JsonInclude.Include.NON_NULL) @JsonProperty("loudness_lufs")
          @Nullable Double loudness,
      int[] low,
      int[] high,
      List<@Nullable Integer> f0,
      @JsonProperty("median_f0_hz") double medianF0,
      Spectrum spectrum) {
    static Picture of(SoundPicture picture) {
      return new Picture(
          Math.round(picture.seconds() * HUNDREDTH) / HUNDREDTH,
          picture.loudness().isPresent()
              ? (Double) (Math.round(picture.loudness().getAsDouble() * 10) / 10.0)
              : null,
          perMille(picture.peaks().low()),
          perMille(picture.peaks().high()),
          voiced(picture.f0()),
          Math.round(picture.medianF0() * 10) / 10.0,
          Spectrum.of(picture));
    }

    private static int[] perMille(float[] values) {
      int[] rounded = new int[values.length];
      for (int i = 0; i < values.length; i++) {
        rounded[i] = Math.round(1_000 * values[i]);
      }
      return rounded;
    }

    private static List<@Nullable Integer> voiced(float[] f0) {
      List<@Nullable Integer> voiced = new ArrayList<>(f0.length);
      for (float value : f0) {
        voiced.add(value > 0 ? Math.round(value) : null);
      }
      return voiced;
    }
  }

  /** A long-term average, on bands half a Bark apart. */
  record Spectrum(int[] hertz, double[] decibels) {
    static Spectrum of(SoundPicture picture) {
      float[] hertz = picture.spectrum().hertz();
      int[] centres = new int[hertz.length];
      double[] levels = new double[hertz.length];
      for (int b = 0; b < hertz.length; b++) {
        centres[b] = Math.round(hertz[b]);
        levels[b] = Math.round(picture.spectrum().decibels()[b] * 10) / 10.0;
      }
      return new Spectrum(centres, levels);
    }
  }
}
