package dev.mynah.engine.lark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.engine.spi.Latency;
import dev.mynah.engine.spi.SpeechRequest;
import dev.mynah.engine.spi.SpeechRun;
import dev.mynah.engine.spi.SpokenStretch;
import dev.mynah.engine.spi.TimedWord;
import dev.mynah.engine.spi.VoiceProfile;
import dev.mynah.engine.testing.LarkModel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the times of words against the sound itself. */
class WordTimesTest {
  private static final int RATE = 24_000;
  private static final int WINDOW = 120; // samples: 5 ms
  private static final double SILENCE = 0.004; // -48 dB of full scale
  private static final double REST = 0.1; // seconds of silence that part two sounds

  private static LarkEngine engine;

  @BeforeAll
  static void open() throws Exception {
    engine = LarkEngine.open(LarkModel.directory(), 1);
  }

  @AfterAll
  static void close() {
    if (engine != null) {
      engine.close();
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.8, 1, 1.5})
  void wordsBetweenRestsBeginWithTheirSoundAndEndWithIt(double speed) throws Exception {
    for (int i = 0; i < 3; i++) {
      VoiceProfile voice = engine.presets().get(i).profile();
      Said said = say("Table. Doctor. People. Garden. Window.", voice, speed, Latency.NORMAL);
      List<double[]> sounds = sounds(said.samples());
      assertThat(sounds).as("voice %d", i).hasSize(5);
      for (int word = 0; word < 5; word++) {
        assertThat(said.times().get(word)[0])
            .as("%s of voice %d begins", said.words().get(word), i)
            .isCloseTo(sounds.get(word)[0], within(0.03));
        assertThat(said.times().get(word)[1])
            .as("%s of voice %d ends", said.words().get(word), i)
            .isCloseTo(sounds.get(word)[1], within(0.04 / Math.min(1, speed))); // voices fade away
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Latency.class)
  void everyWordIsThereOnceAsItWasWritten(Latency latency) throws Exception {
    String text =
        "Well, Dr. Lee paid $5.50 for 5 km of \"rope\" (red). On 3/4/2024 he came back at 7:30"
            + " p.m. — with 100% joy & a well-known [friend](/fɹˈɛnd/)!";
    Said said = say(text, voice(), 1, latency);
    assertThat(said.words())
        .containsExactly(
            ("Well, Dr. Lee paid $5.50 for 5 km of \"rope\" (red). On 3/4/2024 he came back at"
                    + " 7:30 p.m. with 100% joy & a well-known [friend](/fɹˈɛnd/)!")
                .split(" "));
    double reached = 0;
    for (int i = 0; i < said.words().size(); i++) {
      assertThat(said.times().get(i)[0])
          .as("%s begins", said.words().get(i))
          .isGreaterThanOrEqualTo(reached - 1e-9);
      assertThat(said.times().get(i)[1] - said.times().get(i)[0])
          .as("%s lasts", said.words().get(i))
          .isGreaterThan(0.015);
      reached = said.times().get(i)[1];
    }
    assertThat(reached).isLessThanOrEqualTo((double) said.samples().length / RATE);
    assertThat(lasts(said, "$5.50")).as("five dollars and fifty cents").isGreaterThan(0.7);
    assertThat(lasts(said, "3/4/2024")).as("March fourth, ...").isGreaterThan(0.9);
  }

  @Test
  void whoIsInAHurryHearsAFewWordsFirst() throws Exception {
    String text =
        "The quick brown fox jumps over the lazy dog near the river, and nobody minds at all.";
    assertThat(say(text, voice(), 1, Latency.LOW).stretches())
        .containsExactly(
            "The quick brown fox jumps",
            " over the lazy dog near the river, and nobody minds at all.");
    assertThat(say(text, voice(), 1, Latency.BALANCED).stretches())
        .containsExactly(
            "The quick brown fox jumps over the lazy dog near the river,",
            " and nobody minds at all.");
    assertThat(say(text, voice(), 1, Latency.NORMAL).stretches()).containsExactly(text);
  }

  @Test
  void aCutDoesNotClickNorRestLongerThanAtAComma() throws Exception {
    String text = "The quick brown fox jumps over the lazy dog near the river and nobody minds.";
    float[] whole = say(text, voice(), 1, Latency.NORMAL).samples();
    float[] cut = say(text, voice(), 1, Latency.LOW).samples();
    assertThat(largestStep(cut)).isLessThanOrEqualTo(1.1f * largestStep(whole));
    assertThat((double) cut.length / whole.length).isBetween(0.85, 1.25);
    assertThat(longestRest(cut)).as("longest rest").isLessThan(0.3);
  }

  private static double lasts(Said said, String word) {
    double[] times = said.times().get(said.words().indexOf(word));
    return times[1] - times[0];
  }

  private static VoiceProfile voice() {
    return engine.presets().getFirst().profile();
  }

  /**
   * What was said.
   *
   * @param times begin and end of each word in seconds, from the beginning of all
   */
  private record Said(
      float[] samples, List<String> words, List<double[]> times, List<String> stretches) {}

  private static Said say(String text, VoiceProfile voice, double speed, Latency latency)
      throws Exception {
    List<float[]> chunks = new ArrayList<>();
    List<String> words = new ArrayList<>();
    List<double[]> times = new ArrayList<>();
    List<String> stretches = new ArrayList<>();
    SpeechRun run = engine.begin(new SpeechRequest(text, voice, speed, 1, null, latency));
    long before = 0;
    for (SpokenStretch stretch = run.next(chunks::add, CancelSignal.NEVER);
        stretch != null;
        stretch = run.next(chunks::add, CancelSignal.NEVER)) {
      stretches.add(text.substring(stretch.start(), stretch.end()));
      for (TimedWord word : stretch.words()) {
        words.add(text.substring(word.start(), word.end()));
        times.add(
            new double[] {
              (double) (before + word.firstSample()) / RATE,
              (double) (before + word.endSample()) / RATE
            });
      }
      before += stretch.samples();
    }
    return new Said(joined(chunks), words, times, stretches);
  }

  private static float[] joined(List<float[]> chunks) {
    float[] all = new float[chunks.stream().mapToInt(chunk -> chunk.length).sum()];
    int at = 0;
    for (float[] chunk : chunks) {
      System.arraycopy(chunk, 0, all, at, chunk.length);
      at += chunk.length;
    }
    return all;
  }

  /** Begin and end of each sound in seconds. */
  private static List<double[]> sounds(float[] samples) {
    List<double[]> sounds = new ArrayList<>();
    for (int i = 0; i + WINDOW <= samples.length; i += WINDOW) {
      double power = 0;
      for (int j = i; j < i + WINDOW; j++) {
        power += samples[j] * samples[j];
      }
      if (Math.sqrt(power / WINDOW) > SILENCE) {
        double start = (double) i / RATE;
        double end = (double) (i + WINDOW) / RATE;
        if (sounds.isEmpty() || start - sounds.getLast()[1] > REST) {
          sounds.add(new double[] {start, end});
        }
        sounds.getLast()[1] = end;
      }
    }
    return sounds;
  }

  private static double longestRest(float[] samples) {
    int longest = 0;
    int rest = 0;
    for (float sample : samples) {
      rest = Math.abs(sample) < SILENCE ? rest + 1 : 0;
      longest = Math.max(longest, rest);
    }
    return (double) longest / RATE;
  }

  private static float largestStep(float[] samples) {
    float largest = 0;
    for (int i = 1; i < samples.length; i++) {
      largest = Math.max(largest, Math.abs(samples[i] - samples[i - 1]));
    }
    return largest;
  }
}
