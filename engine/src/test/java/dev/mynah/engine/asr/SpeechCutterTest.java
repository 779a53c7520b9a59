package dev.mynah.engine.asr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mynah.audio.Pcm;
import dev.mynah.audio.SampleSource;
import dev.mynah.audio.resample.Resampler;
import dev.mynah.audio.synthetic.Sounds;
import dev.mynah.audio.synthetic.SyntheticVoice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SpeechCutterTest {
  private static final int RATE = 16_000;
  private static final double MAX_SECONDS = 24;

  @Test
  void cutsAtPausesAndTellsWhereTheSpeechIs() throws IOException {
    Pcm recording =
        Sounds.joined(
            Sounds.silence(3), voice(4, 1), Sounds.silence(5), voice(6, 2), Sounds.silence(2));

    List<Stretch> stretches = stretches(recording);

    assertThat(stretches).hasSize(2);
    assertThat(stretches.get(0).speechStart()).isCloseTo(3, within(0.3));
    assertThat(stretches.get(0).speechEnd()).isCloseTo(7, within(0.3));
    assertThat(stretches.get(1).speechStart()).isCloseTo(12, within(0.3));
    assertThat(stretches.get(1).speechEnd()).isCloseTo(18, within(0.3));
  }

  @Test
  void findsNothingInSilenceHoweverLong() throws IOException {
    SpeechCutter cutter = new SpeechCutter(source(Sounds.silence(100)), MAX_SECONDS);

    assertThat(cutter.next()).isEmpty();
    assertThat(cutter.seconds()).isCloseTo(100, within(0.01));
  }

  @Test
  void findsNothingInFaintNoise() throws IOException {
    assertThat(stretches(Sounds.noise(60, 1e-4, 3))).isEmpty();
  }

  @Test
  void findsSpeechAboveTheNoiseOfARoom() throws IOException {
    Pcm room = Sounds.noise(20, 0.003, 5);
    Pcm speech = Sounds.joined(Sounds.silence(8), voice(4, 3), Sounds.silence(8));

    List<Stretch> stretches = stretches(Sounds.mixed(speech, room, 1));

    assertThat(stretches).hasSize(1);
    assertThat(stretches.getFirst().speechStart()).isCloseTo(8, within(0.4));
    assertThat(stretches.getFirst().speechEnd()).isCloseTo(12, within(0.4));
  }

  @Test
  void cutsSpeechThatNeverPauses() throws IOException {
    Pcm drone = Sounds.buzz(100, second -> 120 + 10 * Math.sin(second));

    List<Stretch> stretches = stretches(drone);

    assertThat(stretches).hasSizeGreaterThan(3);
    double before = 0;
    for (Stretch stretch : stretches) {
      assertThat(stretch.samples().length).isBetween(1, (int) ((MAX_SECONDS + 0.6) * RATE));
      assertThat(stretch.speechStart()).isCloseTo(before, within(0.05));
      before = stretch.speechEnd();
    }
    assertThat(before).isCloseTo(100, within(0.1));
  }

  @Test
  void losesNoSpeechOnTheWay() throws IOException {
    List<Pcm> parts = new ArrayList<>();
    double said = 0;
    for (int i = 0; i < 12; i++) {
      parts.add(voice(2 + i, 10 + i));
      parts.add(Sounds.silence(0.25 + 0.3 * i));
      said += 2 + i;
    }

    List<Stretch> stretches = stretches(Sounds.joined(parts.toArray(Pcm[]::new)));

    double heard = stretches.stream().mapToDouble(s -> s.speechEnd() - s.speechStart()).sum();
    assertThat(heard).isBetween(0.93 * said, 1.1 * said);
    for (int i = 1; i < stretches.size(); i++) {
      assertThat(stretches.get(i).speechStart())
          .isGreaterThanOrEqualTo(stretches.get(i - 1).speechEnd());
    }
  }

  @Test
  void readsSourcesThatGiveLittleAtATime() throws IOException {
    Pcm recording = Sounds.joined(voice(3, 1), Sounds.silence(3), voice(3, 2));
    SampleSource all = source(recording);
    SampleSource drops = (target, offset, length) -> all.read(target, offset, Math.min(7, length));

    assertThat(stretches(drops)).usingRecursiveComparison().isEqualTo(stretches(recording));
  }

  private static Pcm voice(double seconds, long seed) {
    return new SyntheticVoice(140, 1, seed).speak(seconds);
  }

  private static SampleSource source(Pcm pcm) {
    return SampleSource.of(Resampler.resample(pcm, RATE).samples());
  }

  private static List<Stretch> stretches(Pcm pcm) throws IOException {
    return stretches(source(pcm));
  }

  private static List<Stretch> stretches(SampleSource source) throws IOException {
    SpeechCutter cutter = new SpeechCutter(source, MAX_SECONDS);
    List<Stretch> stretches = new ArrayList<>();
    for (Optional<Stretch> next = cutter.next(); next.isPresent(); next = cutter.next()) {
      stretches.add(next.get());
    }
    return stretches;
  }
}
