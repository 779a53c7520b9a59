package dev.mynah.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mynah.audio.Pcm;
import java.util.Map;

/**
 * Checks what clients received from a server whose engine hums: a tone of the voice's pitch, 20 ms
 * for every letter, however it was chunked, encoded and carried.
 *
 * @param pitches of voices by name, Hz
 */
record ToneEar(Map<String, Double> pitches) {
  private static final double LETTER_SECONDS = 0.02;
  private static final double FRAME_SECONDS = 0.005;
  private static final double AUDIBLE = 0.03; // full scale 1
  private static final double SWING = 0.015; // of a period, beyond what a codec leaves of silence
  private static final double SLACK_SECONDS = 0.09; // edges, fades and what a codec smears
  private static final double LONGEST_PAUSES = 1.5; // seconds of silence around and between

  void check(ClientTrial.Call call) throws Exception {
    Pcm audio = Heard.samples(call.audio(), call.format(), call.rate());
    long letters = call.text().codePoints().filter(Character::isLetterOrDigit).count();
    double wanted = letters * LETTER_SECONDS / call.speed();
    Sounding sounding = Sounding.in(audio);

    assertThat(sounding.seconds())
        .as("seconds of sound in %s", call)
        .isCloseTo(wanted, within(SLACK_SECONDS + 0.03 * wanted));
    assertThat(audio.seconds())
        .as("seconds of %s", call)
        .isBetween(wanted - SLACK_SECONDS, wanted + LONGEST_PAUSES);
    assertThat(sounding.peak()).as("peak of %s", call).isBetween(0.1, 1.0);
    if (pitches.containsKey(call.voice())) {
      double pitch = pitches.getOrDefault(call.voice(), 0.0);
      assertThat(sounding.pitch()).as("pitch of %s", call).isCloseTo(pitch, within(0.04 * pitch));
    }
  }

  /** The frames that aren't silent. */
  private record Sounding(double seconds, double peak, double pitch) {
    static Sounding in(Pcm audio) {
      int frame = (int) Math.round(FRAME_SECONDS * audio.sampleRate());
      float[] samples = audio.samples();
      double seconds = 0;
      double peak = 0;
      int crossings = 0;
      boolean below = false;
      for (int from = 0; from + frame <= samples.length; from += frame) {
        double loudest = 0;
        int upward = 0;
        for (int at = from; at < from + frame; at++) {
          loudest = Math.max(loudest, Math.abs(samples[at]));
          if (samples[at] < -SWING) {
            below = true;
          } else if (samples[at] > SWING && below) {
            below = false;
            upward++;
          }
        }
        peak = Math.max(peak, loudest);
        if (loudest > AUDIBLE) {
          seconds += (double) frame / audio.sampleRate();
          crossings += upward;
        }
      }
      return new Sounding(seconds, peak, crossings / seconds);
    }
  }
}
