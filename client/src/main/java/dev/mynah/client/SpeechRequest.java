package dev.mynah.client;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A text to be spoken. Immutable: every method returns another one. What isn't set is up to the
 * service: its default voice, MP3 at 44.1 kHz and 128 kbit/s, speed 1.
 */
public final class SpeechRequest {
  private static final int MAX_TEXT = 1_000_000;
  private static final int MAX_VOICES = 16;
  private static final int MAX_TRANSCRIPT = 10_000;
  private static final List<Integer> MP3_BITRATES = List.of(64, 128, 192); // kbit/s
  private static final List<Integer> OPUS_BITRATES = List.of(24, 32, 48, 64); // kbit/s

  private final Draft fields;

  private SpeechRequest(Draft fields) {
    this.fields = fields;
  }

  /**
   * A recording whose voice speaks.
   *
   * @param text what is said in it; empty if nobody knows
   */
  record Reference(Recording audio, String text) {}

  /** The fields, which nobody changes once they are a request's. */
  private static final class Draft {
    private String text = "";
    private List<String> voices = List.of();
    private List<Reference> references = List.of();
    private AudioFormat format = AudioFormat.MP3;
    private @Nullable String model;
    private @Nullable Integer sampleRate;
    private @Nullable Integer bitrate;
    private @Nullable Double speed;
    private @Nullable Double volume;
    private @Nullable Boolean normalizeLoudness;
    private @Nullable Latency latency;
    private @Nullable Double temperature;
    private @Nullable Double topP;
    private @Nullable String callbackUrl;
  }

  private Draft copy() {
    Draft copy = new Draft();
    copy.text = fields.text;
    copy.voices = fields.voices;
    copy.references = fields.references;
    copy.format = fields.format;
    copy.model = fields.model;
    copy.sampleRate = fields.sampleRate;
    copy.bitrate = fields.bitrate;
    copy.speed = fields.speed;
    copy.volume = fields.volume;
    copy.normalizeLoudness = fields.normalizeLoudness;
    copy.latency = fields.latency;
    copy.temperature = fields.temperature;
    copy.topP = fields.topP;
    copy.callbackUrl = fields.callbackUrl;
    return copy;
  }

  /** A text, in the service's default voice. */
  public static SpeechRequest of(String text) {
    Draft draft = new Draft();
    draft.text = Check.text("text", text, MAX_TEXT);
    return new SpeechRequest(draft);
  }

  /** Speech whose text comes later, piece by piece: for {@link Speech#live}. */
  public static SpeechRequest live() {
    return new SpeechRequest(new Draft());
  }

  /** Sets whose voice speaks, by its id. */
  public SpeechRequest voice(String id) {
    return voices(id);
  }

  /** Sets voices that take turns at {@code <|speaker:0|>}, {@code <|speaker:1|>} in the text. */
  public SpeechRequest voices(String... ids) {
    Draft copy = copy();
    copy.voices = Check.texts("reference_id", List.of(ids), MAX_VOICES, 255);
    return new SpeechRequest(copy);
  }

  /**
   * Adds a recording whose voice speaks, without making a voice of it. Not for Ace Data Cloud.
   *
   * @param transcript what is said in it; empty if nobody knows
   */
  public SpeechRequest reference(Path recording, String transcript) {
    return reference(Recording.ofFile("references", recording), transcript);
  }

  /** Adds a recording in memory whose voice speaks. Not for Ace Data Cloud. */
  public SpeechRequest reference(byte[] recording, String transcript) {
    return reference(Recording.ofBytes("references", "", recording), transcript);
  }

  /** Adds a recording on the web whose voice speaks. Not for Fish Audio. */
  public SpeechRequest referenceUrl(String url, String transcript) {
    return reference(Recording.ofUrl("references", url), transcript);
  }

  private SpeechRequest reference(Recording recording, String transcript) {
    List<Reference> more = new ArrayList<>(fields.references);
    more.add(new Reference(recording, Check.length("references", transcript, MAX_TRANSCRIPT)));
    Draft copy = copy();
    copy.references = List.copyOf(more);
    return new SpeechRequest(copy);
  }

  /** Sets how the speech is written down. */
  public SpeechRequest format(AudioFormat format) {
    Draft copy = copy();
    copy.format = format;
    return new SpeechRequest(copy);
  }

  /** Sets samples a second, 8,000 to 48,000; which of them a format takes is up to the service. */
  public SpeechRequest sampleRate(int hertz) {
    Draft copy = copy();
    copy.sampleRate = Check.within("sample_rate", hertz, 8_000, 48_000);
    return new SpeechRequest(copy);
  }

  /** Sets kbit/s: 64, 128 or 192 of MP3; 24, 32, 48 or 64 of Opus. */
  public SpeechRequest bitrate(int kilobits) {
    if (!MP3_BITRATES.contains(kilobits) && !OPUS_BITRATES.contains(kilobits)) {
      throw new InvalidRequestException(
          "bitrate", "must be one of 24, 32, 48, 64, 128, 192, not " + kilobits);
    }
    Draft copy = copy();
    copy.bitrate = kilobits;
    return new SpeechRequest(copy);
  }

  /** Sets the pace, 0.5 to 2 times. */
  public SpeechRequest speed(double times) {
    Draft copy = copy();
    copy.speed = Check.within("prosody.speed", times, 0.5, 2);
    return new SpeechRequest(copy);
  }

  /** Sets how much louder, -20 to 20 dB. */
  public SpeechRequest volume(double decibels) {
    Draft copy = copy();
    copy.volume = Check.within("prosody.volume", decibels, -20, 20);
    return new SpeechRequest(copy);
  }

  /** Sets whether all speech is made equally loud. */
  public SpeechRequest normalizeLoudness(boolean normalize) {
    Draft copy = copy();
    copy.normalizeLoudness = normalize;
    return new SpeechRequest(copy);
  }

  /** Sets how much of the text the first sound waits for. */
  public SpeechRequest latency(Latency latency) {
    Draft copy = copy();
    copy.latency = latency;
    return new SpeechRequest(copy);
  }

  /** Sets how freely a network may speak, 0 to 1, where the service's takes it. */
  public SpeechRequest temperature(double value) {
    Draft copy = copy();
    copy.temperature = Check.within("temperature", value, 0, 1);
    return new SpeechRequest(copy);
  }

  /**
   * Sets how much of what is likely a network chooses from, 0 to 1, where the service's takes it.
   */
  public SpeechRequest topP(double value) {
    Draft copy = copy();
    copy.topP = Check.within("top_p", value, 0, 1);
    return new SpeechRequest(copy);
  }

  /** Sets the service's model, such as {@code s2-pro}; Mynah takes any name. */
  public SpeechRequest model(String name) {
    if (!name.matches("[\\w.\\-]{1,100}")) {
      throw new InvalidRequestException("model", "must be letters, digits, dots and dashes");
    }
    Draft copy = copy();
    copy.model = name;
    return new SpeechRequest(copy);
  }

  /** Sets where the outcome of {@link Speech#later} is posted. See {@link CallbackVerifier}. */
  public SpeechRequest callbackUrl(String url) {
    Draft copy = copy();
    copy.callbackUrl = Check.webUrl("callback_url", url).toString();
    return new SpeechRequest(copy);
  }

  /** Returns the text, which there must be. */
  String requiredText() {
    return Check.text("text", fields.text, MAX_TEXT);
  }

  /** Returns the text, or nothing. */
  String text() {
    return fields.text;
  }

  List<String> voices() {
    return fields.voices;
  }

  List<Reference> references() {
    return fields.references;
  }

  AudioFormat format() {
    return fields.format;
  }

  @Nullable String model() {
    return fields.model;
  }

  @Nullable Integer sampleRate() {
    return fields.sampleRate;
  }

  /** Returns the bit rate, which must be one of the format's. */
  @Nullable Integer bitrate() {
    Integer bitrate = fields.bitrate;
    if (bitrate == null) {
      return null;
    }
    List<Integer> fitting = fields.format == AudioFormat.MP3 ? MP3_BITRATES : OPUS_BITRATES;
    boolean hasBitrate = fields.format == AudioFormat.MP3 || fields.format == AudioFormat.OPUS;
    if (!hasBitrate || !fitting.contains(bitrate)) {
      throw new InvalidRequestException(
          "bitrate", "of " + bitrate + " kbit/s isn't one of " + fields.format.wire());
    }
    return bitrate;
  }

  @Nullable Double speed() {
    return fields.speed;
  }

  @Nullable Double volume() {
    return fields.volume;
  }

  @Nullable Boolean normalizeLoudness() {
    return fields.normalizeLoudness;
  }

  @Nullable Latency latency() {
    return fields.latency;
  }

  @Nullable Double temperature() {
    return fields.temperature;
  }

  @Nullable Double topP() {
    return fields.topP;
  }

  @Nullable String callbackUrl() {
    return fields.callbackUrl;
  }

  /** Tells nothing of the text. */
  @Override
  public String toString() {
    return "SpeechRequest of " + fields.text.length() + " characters";
  }
}
