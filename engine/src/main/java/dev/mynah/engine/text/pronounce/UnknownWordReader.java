package dev.mynah.engine.text.pronounce;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.mynah.engine.onnx.OnnxRuntime;
import java.io.IOException;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Guesses how a word in no dictionary is said, by a small network from characters to phonemes. Its
 * output is read as in connectionist temporal classification (Graves et al. 2006): repeats are one,
 * blanks are nothing.
 */
final class UnknownWordReader implements AutoCloseable {
  private static final long CACHED_WORDS = 10_000;
  private static final int BLANK = 0;

  /** The same letter more often than this in a row adds nothing: "nooooooo". */
  private static final int LONGEST_RUN = 3;

  private final OrtEnvironment environment;
  private final OrtSession session;
  private final Map<Character, Integer> idOfLetter;
  private final String[] phonemeOfId;
  private final int longestWord; // letters
  private final Cache<String, String> said =
      Caffeine.newBuilder().maximumSize(CACHED_WORDS).build();

  private UnknownWordReader(
      OrtEnvironment environment,
      OrtSession session,
      Map<Character, Integer> idOfLetter,
      String[] phonemeOfId,
      int longestWord) {
    this.environment = environment;
    this.session = session;
    this.idOfLetter = idOfLetter;
    this.phonemeOfId = phonemeOfId;
    this.longestWord = longestWord;
  }

  /**
   * Loads a network and its alphabets.
   *
   * @param directory of the files
   * @param name of both, without the ending
   */
  static UnknownWordReader load(Path directory, String name) throws IOException {
    JsonNode alphabets = new ObjectMapper().readTree(directory.resolve(name + ".json").toFile());
    Map<Character, Integer> idOfLetter = new HashMap<>();
    for (JsonNode letter : alphabets.path("in")) {
      idOfLetter.put(letter.textValue().charAt(0), idOfLetter.size() + 1);
    }
    JsonNode out = alphabets.path("out");
    String[] phonemeOfId = new String[out.size() + 1];
    phonemeOfId[BLANK] = "";
    for (int i = 0; i < out.size(); i++) {
      phonemeOfId[i + 1] = out.get(i).textValue();
    }
    Path model = directory.resolve(name + ".onnx");
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      OrtEnvironment environment = OnnxRuntime.environment();
      // Set here because the environment is shared, and its level belongs to whoever came first.
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      // Every word has another length: plans of past sizes are not worth keeping.
      options.setMemoryPatternOptimization(false);
      OrtSession session = environment.createSession(model.toString(), options);
      int longestWord = alphabets.path("maxlen").intValue();
      return new UnknownWordReader(
          environment, session, Map.copyOf(idOfLetter), phonemeOfId, longestWord);
    } catch (OrtException e) {
      throw new IOException("the network for unknown words can't be loaded from " + model, e);
    }
  }

  /**
   * Guesses how a word is said; any length, long ones piece by piece.
   *
   * @return phonemes, empty if no letter of it is known
   */
  String read(String word) {
    if (word.length() <= longestWord) {
      return said.get(word, this::run);
    }
    String shorter = withoutLongRuns(word);
    int pieces = (shorter.length() + longestWord - 1) / longestWord;
    StringBuilder phonemes = new StringBuilder();
    for (int piece = 0; piece < pieces; piece++) {
      int start = (int) ((long) shorter.length() * piece / pieces);
      int end = (int) ((long) shorter.length() * (piece + 1) / pieces);
      phonemes.append(said.get(shorter.substring(start, end), this::run));
    }
    return phonemes.toString();
  }

  private static String withoutLongRuns(String word) {
    StringBuilder shorter = new StringBuilder();
    int run = 0;
    for (int i = 0; i < word.length(); i++) {
      run = i > 0 && word.charAt(i) == word.charAt(i - 1) ? run + 1 : 1;
      if (run <= LONGEST_RUN) {
        shorter.append(word.charAt(i));
      }
    }
    return shorter.toString();
  }

  private String run(String word) {
    LongBuffer ids = LongBuffer.allocate(word.length());
    for (int i = 0; i < word.length(); i++) {
      Integer id = idOfLetter.get(word.charAt(i));
      if (id != null) {
        ids.put(id);
      }
    }
    ids.flip();
    if (!ids.hasRemaining()) {
      return "";
    }
    try (OnnxTensor letters =
            OnnxTensor.createTensor(environment, ids, new long[] {1, ids.remaining()});
        OrtSession.Result result = session.run(Map.of("chars", letters))) {
      return collapse(((OnnxTensor) result.get(0)).getLongBuffer());
    } catch (OrtException e) {
      throw new IllegalStateException("the network for unknown words failed", e);
    }
  }

  private String collapse(LongBuffer ids) {
    StringBuilder phonemes = new StringBuilder();
    int previous = BLANK;
    while (ids.hasRemaining()) {
      int id = (int) ids.get();
      if (id != previous) {
        phonemes.append(phonemeOfId[id]);
      }
      previous = id;
    }
    return phonemes.toString();
  }

  @Override
  public void close() throws IOException {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IOException("the network for unknown words can't be closed", e);
    }
  }
}
