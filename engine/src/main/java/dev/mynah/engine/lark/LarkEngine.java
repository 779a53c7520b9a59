package dev.mynah.engine.lark;

import dev.mynah.engine.lark.clone.LarkCloner;
import dev.mynah.engine.lark.design.LarkDesigner;
import dev.mynah.engine.lark.preset.PresetVoice;
import dev.mynah.engine.lark.preset.PresetVoices;
import dev.mynah.engine.lark.profile.LarkProfile;
import dev.mynah.engine.lark.profile.LarkProfileCodec;
import dev.mynah.engine.lark.profile.ProfileShaper;
import dev.mynah.engine.lark.synthesis.FrameShaper;
import dev.mynah.engine.lark.synthesis.LarkFrames;
import dev.mynah.engine.lark.synthesis.LarkNetwork;
import dev.mynah.engine.lark.synthesis.LarkSpeaker;
import dev.mynah.engine.lark.synthesis.UtteranceSource;
import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.engine.spi.CloneOptions;
import dev.mynah.engine.spi.CloneProgress;
import dev.mynah.engine.spi.ClonedVoice;
import dev.mynah.engine.spi.EngineError;
import dev.mynah.engine.spi.EngineException;
import dev.mynah.engine.spi.EngineInfo;
import dev.mynah.engine.spi.Latency;
import dev.mynah.engine.spi.PcmSink;
import dev.mynah.engine.spi.ReferenceAudio;
import dev.mynah.engine.spi.SpeechEngine;
import dev.mynah.engine.spi.SpeechRequest;
import dev.mynah.engine.spi.SpeechRun;
import dev.mynah.engine.spi.SpokenStretch;
import dev.mynah.engine.spi.VoiceDesigner;
import dev.mynah.engine.spi.VoiceProfile;
import dev.mynah.engine.text.TextAssets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/** The built-in engine: text front end, network, voice and rendering in one. */
public final class LarkEngine implements SpeechEngine {
  /** Changes whenever the same input would give another profile or other audio. */
  public static final String VERSION = "1";

  private static final String NETWORK_FILE = "hibari.onnx";
  private static final int NETWORK_ID_DIGITS = 16;

  private static final EngineInfo INFO =
      new EngineInfo(
          LarkProfile.ENGINE, VERSION, LarkFrames.SAMPLE_RATE, List.of("en-US", "en-GB"));

  private static final String WARM_UP_TEXT =
      "The quick brown fox jumps over the lazy dog, and 12 more follow.";

  private final LarkNetwork network;
  private final String networkId;
  private final ScriptReader reader;
  private final LarkSpeaker speaker;
  private final LarkCloner cloner;
  private final ReadWriteLock open = new ReentrantReadWriteLock(); // read: in use; write: closing
  private boolean closed;

  /**
   * Puts an engine together; it closes the network and the reader when it is closed.
   *
   * @param network phoneme ids to frames
   * @param networkId first 16 hex digits of the SHA-256 of the network's file
   * @param reader text to phoneme ids
   * @param cloner recordings to profiles of this network
   */
  LarkEngine(LarkNetwork network, String networkId, ScriptReader reader, LarkCloner cloner) {
    this.network = network;
    this.networkId = networkId;
    this.reader = reader;
    this.cloner = cloner;
    speaker = new LarkSpeaker(network);
  }

  /**
   * Opens the engine.
   *
   * @param directory with the files of the Lark model
   * @param networkThreads threads one network run may use; 1 gives the most speech in all
   * @throws EngineException with {@link EngineError#INTERNAL} if a file is missing or damaged
   */
  public static LarkEngine open(Path directory, int networkThreads) throws EngineException {
    Path model = directory.resolve(NETWORK_FILE);
    LarkNetwork network = LarkNetwork.load(model, networkThreads);
    try {
      String hash = sha256(model);
      TextAssets assets = TextAssets.load(directory);
      LarkCloner cloner =
          LarkCloner.of(VERSION, network, hash, assets.vocabulary()::ids, directory);
      String id = hash.substring(0, NETWORK_ID_DIGITS);
      return new LarkEngine(network, id, new EnglishReader(assets), cloner);
    } catch (IOException e) {
      network.close();
      throw new EngineException(
          EngineError.INTERNAL, "Lark's files in " + directory + " can't be read.", e);
    }
  }

  private static String sha256(Path file) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public EngineInfo info() {
    return INFO;
  }

  @Override
  public ClonedVoice cloneVoice(
      ReferenceAudio reference, CloneOptions options, CloneProgress progress, CancelSignal cancel)
      throws EngineException {
    enter();
    try {
      return cloner.cloneVoice(reference, options, progress, cancel);
    } finally {
      leave();
    }
  }

  @Override
  public SpeechRun begin(SpeechRequest request) throws EngineException {
    enter();
    try {
      LarkProfile profile = profile(request.voice());
      UtteranceSource script = reader.read(request.text(), request.language(), request.latency());
      float speed =
          (float)
              Math.clamp(
                  request.speed() * profile.speed(), LarkNetwork.MIN_SPEED, LarkNetwork.MAX_SPEED);
      SpeechRun run = speaker.begin(script, new ProfileShaper(profile), speed, request.seed());
      return (sink, cancel) -> next(run, sink, cancel);
    } finally {
      leave();
    }
  }

  private @Nullable SpokenStretch next(SpeechRun run, PcmSink sink, CancelSignal cancel)
      throws EngineException, IOException {
    enter();
    try {
      return run.next(sink, cancel);
    } finally {
      leave();
    }
  }

  @Override
  public Optional<VoiceDesigner> designer() {
    return Optional.of(new LarkDesigner(presets(), VERSION));
  }

  /** Returns the voices that come with the engine, the one for callers who name none first. */
  public List<PresetVoice> presets() {
    return PresetVoices.all(networkId, VERSION);
  }

  /**
   * Does what the first clone would wait for otherwise. Needed once for each installed network, and
   * quick afterwards.
   *
   * @throws EngineException if the engine can't clone at all
   */
  public void prepareCloning() throws EngineException {
    enter();
    try {
      cloner.prepare();
    } finally {
      leave();
    }
  }

  /**
   * Speaks to nobody for a while, so that the first listener finds the code compiled and the memory
   * touched.
   *
   * @param time how long, about
   * @throws EngineException if the engine can't speak at all
   */
  public void warmUp(Duration time) throws EngineException {
    long end = System.nanoTime() + time.toNanos();
    enter();
    try {
      do {
        UtteranceSource script = reader.read(WARM_UP_TEXT, null, Latency.BALANCED);
        speaker.speak(script, FrameShaper.UNCHANGED, 1, 0, samples -> {}, CancelSignal.NEVER);
      } while (System.nanoTime() < end);
    } catch (IOException e) {
      throw new EngineException(EngineError.INTERNAL, "The Lark engine can't speak.", e);
    } finally {
      leave();
    }
  }

  private LarkProfile profile(VoiceProfile voice) throws EngineException {
    if (!voice.engine().equals(LarkProfile.ENGINE)) {
      throw new EngineException(
          EngineError.UNREADABLE_PROFILE,
          "The voice was made for the engine " + voice.engine() + ", not for Lark.");
    }
    LarkProfile profile = LarkProfileCodec.read(voice.bytes());
    if (!profile.network().equals(networkId)) {
      throw new EngineException(
          EngineError.UNREADABLE_PROFILE,
          "The voice was made for another version of the Lark network; make it again from its"
              + " recording.");
    }
    return profile;
  }

  private void enter() {
    open.readLock().lock();
    if (closed) {
      open.readLock().unlock();
      throw new IllegalStateException("the engine is closed");
    }
  }

  private void leave() {
    open.readLock().unlock();
  }

  @Override
  public void close() {
    open.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        reader.close();
        network.close();
      }
    } finally {
      open.writeLock().unlock();
    }
  }
}
