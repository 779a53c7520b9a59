package dev.mynah.server.voice;

import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.engine.spi.CloneOptions;
import dev.mynah.engine.spi.CloneProgress;
import dev.mynah.engine.spi.CloneReport;
import dev.mynah.engine.spi.ClonedVoice;
import dev.mynah.engine.spi.EngineException;
import dev.mynah.engine.spi.EngineInfo;
import dev.mynah.engine.spi.ReferenceAudio;
import dev.mynah.engine.spi.SpeechEngine;
import dev.mynah.server.blob.WorkFolder;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.fetch.FetchLimits;
import dev.mynah.server.fetch.FetchProgress;
import dev.mynah.server.fetch.MediaFetcher;
import dev.mynah.server.rendering.EngineFailures;
import dev.mynah.server.task.Progress;
import dev.mynah.server.task.ProgressListener;
import dev.mynah.server.task.WorkStep;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The way from a recording to a voice profile: fetch, decode, clone. Keeps nothing. Safe for use by
 * many threads.
 */
public final class VoiceMaker {
  private static final double PROFILE_FROM = 0.5; // of cloning; before it, speech is looked for

  private final SpeechEngine engine;
  private final RecordingDecoder decoder;
  private final MediaFetcher fetcher;
  private final FetchLimits limits;
  private final WorkFolder workFolder;

  /**
   * @param limits what one download may cost
   * @param workFolder where downloads lie while they are needed
   */
  public VoiceMaker(
      SpeechEngine engine,
      RecordingDecoder decoder,
      MediaFetcher fetcher,
      FetchLimits limits,
      WorkFolder workFolder) {
    this.engine = engine;
    this.decoder = decoder;
    this.fetcher = fetcher;
    this.limits = limits;
    this.workFolder = workFolder;
  }

  /** Returns the engine that will speak with what is made. */
  public EngineInfo engine() {
    return engine.info();
  }

  /**
   * Downloads a recording into the work folder; the caller discards it.
   *
   * @param field wire name of the field that holds the URL, for messages
   */
  public Path fetch(String url, String field, CancelSignal cancel) {
    return fetch(url, field, cancel, FetchProgress.NONE);
  }

  /**
   * Downloads a recording, as above.
   *
   * @param progress hears how much of it has come
   */
  Path fetch(String url, String field, CancelSignal cancel, FetchProgress progress) {
    return fetcher.fetch(field, url, limits, workFolder.path(), cancel, progress).file();
  }

  /**
   * Makes a voice of one recording, in one file or in several of the same speaker.
   *
   * @param files at least one
   * @param field wire name of the field the recording came in, for messages
   * @throws dev.mynah.server.failure.MynahException if the file can't be decoded or gives no voice
   */
  public MadeVoice make(
      List<Path> files, @Nullable String transcript, String field, CancelSignal cancel) {
    return make(files, transcript, field, cancel, ProgressListener.NONE);
  }

  /**
   * Makes a voice, as above.
   *
   * @param progress hears of the steps
   */
  MadeVoice make(
      List<Path> files,
      @Nullable String transcript,
      String field,
      CancelSignal cancel,
      ProgressListener progress) {
    List<DecodedRecording> recordings = decoded(files, field, cancel, progress);
    progress.at(Progress.of(WorkStep.INSPECTING));
    DecodedRecording recording = JoinedRecordings.of(recordings);
    ReferenceAudio reference =
        new ReferenceAudio(recording.pcm(), recording.originalSampleRate(), transcript);
    try {
      ClonedVoice cloned =
          engine.cloneVoice(reference, CloneOptions.DEFAULT, profileStep(progress), cancel);
      return new MadeVoice(
          recordings,
          cloned.profile(),
          withWarnings(cloned.report(), warnings(recording, recordings, cloned.report())));
    } catch (EngineException e) {
      throw EngineFailures.translated(e, field);
    }
  }

  /** Engines say in words of their own what they do; how far they are tells the same of each. */
  private static CloneProgress profileStep(ProgressListener progress) {
    return (fraction, step) -> {
      if (fraction >= PROFILE_FROM) {
        progress.at(Progress.of(WorkStep.PROFILE));
      }
    };
  }

  /** What the engine says of the speakers of joined recordings counts more than a guess of ours. */
  private static List<CloneReport.Warning> warnings(
      DecodedRecording joined, List<DecodedRecording> recordings, CloneReport report) {
    List<CloneReport.Warning> warnings = new ArrayList<>(joined.warnings());
    Set<String> told =
        report.warnings().stream().map(CloneReport.Warning::code).collect(Collectors.toSet());
    SpeakerCheck.warnings(recordings).stream()
        .filter(warning -> !told.contains(warning.code()))
        .forEach(warnings::add);
    return warnings;
  }

  private List<DecodedRecording> decoded(
      List<Path> files, String field, CancelSignal cancel, ProgressListener progress) {
    List<DecodedRecording> recordings = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      progress.at(Progress.of(WorkStep.DECODING, i, files.size()));
      String name = CloneOrder.fieldOf(field, files.size(), i);
      DecodedRecording recording = decoded(files.get(i), name, cancel);
      recordings.add(JoinedRecordings.share(recording, files.size(), name));
    }
    return recordings;
  }

  private DecodedRecording decoded(Path file, String field, CancelSignal cancel) {
    try {
      return decoder.decode(file, cancel);
    } catch (MynahException e) {
      if (e.code() != ErrorCode.UNREADABLE_MEDIA) {
        throw e;
      }
      throw MynahException.unusable(e.code(), field, String.valueOf(e.getMessage()), e);
    }
  }

  /** Returns what several recordings say, one after the other, or null if none is known. */
  static @Nullable String joinedTranscript(Stream<Optional<String>> transcripts) {
    String joined =
        transcripts
            .flatMap(Optional::stream)
            .filter(text -> !text.isBlank())
            .collect(Collectors.joining(" "));
    return joined.isEmpty() ? null : joined;
  }

  static CloneReport withWarnings(CloneReport report, List<CloneReport.Warning> more) {
    if (more.isEmpty()) {
      return report;
    }
    List<CloneReport.Warning> all = new ArrayList<>(more);
    all.addAll(report.warnings());
    return new CloneReport(
        report.speechSeconds(),
        report.usedSeconds(),
        report.levelDbfs(),
        report.noiseFloorDbfs(),
        report.bandwidthHz(),
        report.clippedFraction(),
        report.medianF0Hz(),
        report.lowF0Hz(),
        report.highF0Hz(),
        all);
  }
}
