package dev.mynah.engine.asr;

import dev.mynah.audio.SampleSource;
import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.engine.spi.EngineError;
import dev.mynah.engine.spi.EngineException;
import dev.mynah.engine.spi.RecognitionListener;
import dev.mynah.engine.spi.RecognitionOptions;
import dev.mynah.engine.spi.RecognizedSegment;
import dev.mynah.engine.spi.RecognizerInfo;
import dev.mynah.engine.spi.SpeechRecognizer;
import dev.mynah.engine.spi.Transcript;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes down English speech with Moonshine. */
public final class MoonshineRecognizer implements SpeechRecognizer {
  /** Sizes there are, the most exact first; each is the name of its model. */
  public static final List<String> MODELS = List.of("moonshine-base", "moonshine-tiny");

  private static final String VERSION = "1";
  private static final String LANGUAGE = "en";

  private final RecognizerInfo info;
  private final MoonshineNetwork network;
  private final Listener listener;

  private MoonshineRecognizer(RecognizerInfo info, MoonshineNetwork network, TokenList tokens) {
    this.info = info;
    this.network = network;
    this.listener = new Listener(network, tokens);
  }

  /**
   * Opens a recogniser.
   *
   * @param name one of {@link #MODELS}
   * @param folder with the files of that model
   * @param threads threads one recording may use
   * @throws EngineException with {@link EngineError#INTERNAL} if a file can't be used
   */
  public static MoonshineRecognizer open(String name, Path folder, int threads)
      throws EngineException {
    String prefix = name.replace('-', '_');
    try {
      TokenList tokens = TokenList.read(folder.resolve("llama-tokenizer.js"));
      MoonshineNetwork network =
          MoonshineNetwork.load(
              folder.resolve(prefix + "_encoder.onnx"),
              folder.resolve(prefix + "_decoder.onnx"),
              threads);
      return new MoonshineRecognizer(
          new RecognizerInfo(name, VERSION, List.of(LANGUAGE)), network, tokens);
    } catch (IOException e) {
      throw new EngineException(
          EngineError.INTERNAL, "The recogniser's list of tokens can't be read.", e);
    }
  }

  @Override
  public RecognizerInfo info() {
    return info;
  }

  @Override
  public Transcript transcribe(
      SampleSource audio,
      RecognitionOptions options,
      RecognitionListener segments,
      CancelSignal cancel)
      throws EngineException, IOException {
    EnglishCheck english = new EnglishCheck();
    english.checkHint(options.language());
    SpeechCutter cutter = new SpeechCutter(audio, Listener.LONGEST_SECONDS);
    List<RecognizedSegment> written = new ArrayList<>();
    for (Optional<Stretch> stretch = cutter.next(); stretch.isPresent(); stretch = cutter.next()) {
      cancel.throwIfCancelled();
      for (RecognizedSegment segment :
          listener.segments(stretch.get(), options.wordTimes(), cancel)) {
        english.heard(segment.text());
        written.add(segment);
        segments.segment(segment);
      }
    }
    english.end();
    return new Transcript(written, cutter.seconds(), written.isEmpty() ? null : LANGUAGE);
  }

  @Override
  public void close() {
    network.close();
  }
}
