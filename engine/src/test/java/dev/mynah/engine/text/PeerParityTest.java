package dev.mynah.engine.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mynah.engine.testing.LarkModel;
import dev.mynah.engine.testing.PythonPeer;
import dev.mynah.engine.text.pronounce.Accent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares our readings with those the network was trained on, over varied sentences. */
class PeerParityTest {
  private static final long AMERICAN_SEED = 20_261_121;
  private static final long BRITISH_SEED = 20_261_122;
  private static final int AMERICAN_SENTENCES = 1_300;
  private static final int BRITISH_SENTENCES = 700;
  private static final double LEAST_AGREEMENT = 0.98;

  @TempDir private Path scratch;

  @Test
  void agreesWithThePeerOnTwoThousandVariedSentences() throws Exception {
    Path directory = LarkModel.directory();
    PythonPeer peer = PythonPeer.installed();
    Map<String, List<String>> texts =
        Map.of(
            "us", texts(directory, "us", AMERICAN_SEED, AMERICAN_SENTENCES),
            "gb", texts(directory, "gb", BRITISH_SEED, BRITISH_SENTENCES));
    Map<String, List<List<String>>> expected = ask(peer, texts);
    List<String> differences = new ArrayList<>();
    try (TextAssets assets = TextAssets.load(directory)) {
      for (Accent accent : Accent.values()) {
        String key = accent.name().toLowerCase(Locale.ROOT);
        List<List<String>> readings = Objects.requireNonNull(expected.get(key), key);
        compare(
            assets.phonemizer(accent),
            Objects.requireNonNull(texts.get(key), key),
            readings,
            differences);
      }
    }
    report(differences);
  }

  private static void report(List<String> differences) throws IOException {
    int total = AMERICAN_SENTENCES + BRITISH_SENTENCES;
    double agreement = 1 - (double) differences.size() / total;
    Path report = Path.of("target", "phoneme-differences.txt");
    Files.write(report, differences);
    System.out.printf(
        Locale.ROOT,
        "Phoneme agreement with the peer: %.2f %% of %d sentences; differences are in %s%n",
        100 * agreement,
        total,
        report);
    assertThat(agreement).as("agreement; see %s", report).isGreaterThanOrEqualTo(LEAST_AGREEMENT);
  }

  private static void compare(
      Phonemizer phonemizer,
      List<String> texts,
      List<List<String>> expected,
      List<String> differences) {
    for (int i = 0; i < texts.size(); i++) {
      List<String> ours =
          phonemizer.phonemize(texts.get(i)).stream().map(PhonemeSentence::phonemes).toList();
      if (!ours.equals(expected.get(i))) {
        differences.add(texts.get(i) + "\n\tpeer " + expected.get(i) + "\n\tours " + ours);
      }
    }
  }

  private Map<String, List<List<String>>> ask(PythonPeer peer, Map<String, List<String>> texts)
      throws IOException, InterruptedException {
    ObjectMapper json = new ObjectMapper();
    Path input = scratch.resolve("texts.json");
    Path output = scratch.resolve("phonemes.json");
    json.writeValue(input.toFile(), texts);
    peer.run(resource("peer_phonemize.py"), input, output);
    return json.readValue(output.toFile(), new TypeReference<Map<String, List<List<String>>>>() {});
  }

  private static List<String> texts(Path directory, String accent, long seed, int count)
      throws IOException {
    List<String> texts = new ArrayList<>(resource("sentences.txt").lines().toList());
    VariedSentences varied = new VariedSentences(seed, lexiconWords(directory, accent));
    texts.addAll(varied.take(count - texts.size()));
    return texts;
  }

  private static List<String> lexiconWords(Path directory, String accent) throws IOException {
    String name = "lexicon_" + accent + "_gold.json.gz";
    try (InputStream json = new GZIPInputStream(Files.newInputStream(directory.resolve(name)))) {
      Map<String, Object> lexicon =
          new ObjectMapper().readValue(json, new TypeReference<Map<String, Object>>() {});
      return lexicon.keySet().stream().sorted().toList();
    }
  }

  private static String resource(String name) throws IOException {
    try (InputStream bytes = PeerParityTest.class.getResourceAsStream(name)) {
      assertThat(bytes).as(name).isNotNull();
      return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
