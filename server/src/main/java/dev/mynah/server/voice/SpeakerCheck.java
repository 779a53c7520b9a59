package dev.mynah.server.voice;

import dev.mynah.audio.Pcm;
import dev.mynah.audio.analysis.EnvelopeAnalyzer;
import dev.mynah.audio.analysis.RecordingAnalysis;
import dev.mynah.audio.analysis.Span;
import dev.mynah.audio.analysis.SpeakerMixture;
import dev.mynah.audio.analysis.SpeechSelection;
import dev.mynah.engine.spi.CloneReport.Warning;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Do several recordings hold one speaker? An engine hears them joined and chooses the best speech,
 * which may all be of one of them; here each gets the same say. The best seconds of every recording
 * are laid side by side, and {@link SpeakerMixture} tells how much better two speakers explain them
 * than one. Different microphones raise its gain as well, so the finding is a warning.
 */
final class SpeakerCheck {
  private static final double HEARD_SECONDS = 24; // of all recordings together
  private static final double LEAST_SECONDS = 2; // of each
  private static final double LOOKED_AT_SECONDS = 30; // of each, from its beginning
  private static final double TWO_SPEAKERS_GAIN = 0.15; // nats a frame; one reader has under 0.02

  private SpeakerCheck() {}

  /** Returns what is to be told about the speakers of several recordings. */
  static List<Warning> warnings(List<DecodedRecording> recordings) {
    if (recordings.size() < 2 || gain(recordings) <= TWO_SPEAKERS_GAIN) {
      return List.of();
    }
    return List.of(
        new Warning(
            "two-speakers",
            "The recordings don't seem to be of one person, and the voice comes out between them;"
                + " leave out those of anybody else."));
  }

  private static double gain(List<DecodedRecording> recordings) {
    double share = Math.max(LEAST_SECONDS, HEARD_SECONDS / recordings.size());
    List<float[]> envelopes = new ArrayList<>();
    List<Float> pitches = new ArrayList<>();
    for (DecodedRecording recording : recordings) {
      RecordingAnalysis analysis =
          RecordingAnalysis.of(beginning(recording.pcm()), recording.originalSampleRate());
      for (Span span : SpeechSelection.best(analysis, share)) {
        envelopes.addAll(
            Arrays.asList(EnvelopeAnalyzer.analyze(analysis.pcm(), analysis.pitch(), span)));
        for (int frame = span.from(); frame < span.to(); frame++) {
          pitches.add(analysis.pitch().f0()[frame]);
        }
      }
    }
    float[] f0 = new float[envelopes.size()];
    for (int frame = 0; frame < f0.length; frame++) {
      f0[frame] = pitches.get(frame);
    }
    return SpeakerMixture.gain(envelopes.toArray(new float[0][]), f0);
  }

  private static Pcm beginning(Pcm pcm) {
    int most = (int) (LOOKED_AT_SECONDS * pcm.sampleRate());
    return pcm.samples().length <= most
        ? pcm
        : new Pcm(Arrays.copyOf(pcm.samples(), most), pcm.sampleRate());
  }
}
