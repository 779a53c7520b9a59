package dev.mynah.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A voice to be made. Immutable: every method returns another one. What no service would take is
 * refused at once, with the field's name on the wire.
 */
public final class CloneRequest {
  private static final String VOICES = "voices";
  private static final int MAX_RECORDINGS = 20;
  private static final int MAX_TITLE = 200;
  private static final int MAX_DESCRIPTION = 5_000;
  private static final int MAX_TAGS = 20;
  private static final int MAX_TAG = 50;
  private static final int MAX_TRANSCRIPT = 10_000;
  private static final int MAX_CONSENT = 2_000;

  private final Draft fields;

  private CloneRequest(Draft fields) {
    this.fields = fields;
  }

  /** The fields, which nobody changes once they are a request's. */
  private static final class Draft {
    private List<Recording> recordings = List.of();
    private List<String> texts = List.of();
    private List<String> tags = List.of();
    private String title = "";
    private String description = "";
    private Visibility visibility = Visibility.PRIVATE;
    private @Nullable Recording cover;
    private @Nullable String consent;
    private @Nullable String callbackUrl;
    private boolean enhance = true;
  }

  private Draft copy() {
    Draft copy = new Draft();
    copy.recordings = fields.recordings;
    copy.texts = fields.texts;
    copy.tags = fields.tags;
    copy.title = fields.title;
    copy.description = fields.description;
    copy.visibility = fields.visibility;
    copy.cover = fields.cover;
    copy.consent = fields.consent;
    copy.callbackUrl = fields.callbackUrl;
    copy.enhance = fields.enhance;
    return copy;
  }

  private static CloneRequest of(Recording recording) {
    return new CloneRequest(new Draft()).and(recording);
  }

  /** A voice of a recording on the web, which the service downloads. Not for Fish Audio. */
  public static CloneRequest fromUrl(String url) {
    return of(Recording.ofUrl(VOICES, url));
  }

  /** A voice of a file, which is sent along. Not for Ace Data Cloud. */
  public static CloneRequest fromFile(Path file) {
    return of(Recording.ofFile(VOICES, file));
  }

  /**
   * A voice of a recording in memory, which is sent along. Not for Ace Data Cloud.
   *
   * @param name as of a file, e.g. {@code me.wav}
   */
  public static CloneRequest fromBytes(String name, byte[] recording) {
    return of(Recording.ofBytes(VOICES, name, recording));
  }

  /**
   * A voice of a recording that is read to its end now and sent along. Not for Ace Data Cloud. The
   * stream isn't closed.
   *
   * @param name as of a file, e.g. {@code me.wav}
   * @throws IOException if it can't be read
   */
  public static CloneRequest fromStream(String name, InputStream recording) throws IOException {
    return fromBytes(name, recording.readAllBytes());
  }

  /** Adds a further recording of the same speaker. */
  public CloneRequest andUrl(String url) {
    return and(Recording.ofUrl(VOICES, url));
  }

  /** Adds a further recording of the same speaker. */
  public CloneRequest andFile(Path file) {
    return and(Recording.ofFile(VOICES, file));
  }

  /** Adds a further recording of the same speaker. */
  public CloneRequest andBytes(String name, byte[] recording) {
    return and(Recording.ofBytes(VOICES, name, recording));
  }

  private CloneRequest and(Recording recording) {
    List<Recording> more = new ArrayList<>(fields.recordings);
    more.add(recording);
    if (more.size() > MAX_RECORDINGS) {
      throw new InvalidRequestException(VOICES, "must be at most " + MAX_RECORDINGS);
    }
    Draft copy = copy();
    copy.recordings = List.copyOf(more);
    return new CloneRequest(copy);
  }

  /** Sets the voice's name, which every request needs; at most 200 characters. */
  public CloneRequest title(String title) {
    Draft copy = copy();
    copy.title = Check.text("title", title, MAX_TITLE).strip();
    return new CloneRequest(copy);
  }

  /** Sets a description of at most 5,000 characters. */
  public CloneRequest description(String description) {
    Draft copy = copy();
    copy.description = Check.length("description", description, MAX_DESCRIPTION);
    return new CloneRequest(copy);
  }

  /** Sets who may use the voice; private unless set, at every service. */
  public CloneRequest visibility(Visibility visibility) {
    Draft copy = copy();
    copy.visibility = visibility;
    return new CloneRequest(copy);
  }

  /** Sets words to find it by; at most 20 of 50 characters. */
  public CloneRequest tags(String... tags) {
    Draft copy = copy();
    copy.tags = Check.texts("tags", List.of(tags), MAX_TAGS, MAX_TAG);
    return new CloneRequest(copy);
  }

  /** Sets what is said in the recordings, one text for each. */
  public CloneRequest texts(String... texts) {
    Draft copy = copy();
    copy.texts = Check.texts("texts", List.of(texts), MAX_RECORDINGS, MAX_TRANSCRIPT);
    return new CloneRequest(copy);
  }

  /** Sets a picture on the web. Not for Fish Audio. */
  public CloneRequest coverUrl(String url) {
    Draft copy = copy();
    copy.cover = Recording.ofUrl("cover_image", url);
    return new CloneRequest(copy);
  }

  /** Sets a picture, which is sent along. Not for Ace Data Cloud. */
  public CloneRequest cover(Path picture) {
    Draft copy = copy();
    copy.cover = Recording.ofFile("cover_image", picture);
    return new CloneRequest(copy);
  }

  /** Sets in what words the speaker agreed; Mynah keeps it with the voice. */
  public CloneRequest consent(String statement) {
    Draft copy = copy();
    copy.consent = Check.text("consent", statement, MAX_CONSENT);
    return new CloneRequest(copy);
  }

  /** Sets whether the recording may be cleaned of noise first; true unless set. */
  public CloneRequest enhance(boolean enhance) {
    Draft copy = copy();
    copy.enhance = enhance;
    return new CloneRequest(copy);
  }

  /** Sets where the outcome is posted. Not for Fish Audio. See {@link CallbackVerifier}. */
  public CloneRequest callbackUrl(String url) {
    Draft copy = copy();
    copy.callbackUrl = Check.webUrl("callback_url", url).toString();
    return new CloneRequest(copy);
  }

  List<Recording> recordings() {
    return fields.recordings;
  }

  boolean isOfUrls() {
    return fields.recordings.stream().allMatch(Recording::isUrl);
  }

  boolean isOfFiles() {
    return fields.recordings.stream().noneMatch(Recording::isUrl);
  }

  List<String> texts() {
    return fields.texts;
  }

  List<String> tags() {
    return fields.tags;
  }

  /** Returns the title, or throws if there is none. */
  String requiredTitle() {
    return Check.text("title", fields.title, MAX_TITLE);
  }

  String description() {
    return fields.description;
  }

  Visibility visibility() {
    return fields.visibility;
  }

  @Nullable Recording cover() {
    return fields.cover;
  }

  @Nullable String consent() {
    return fields.consent;
  }

  @Nullable String callbackUrl() {
    return fields.callbackUrl;
  }

  boolean enhance() {
    return fields.enhance;
  }
}
