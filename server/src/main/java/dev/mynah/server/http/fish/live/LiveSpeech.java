package dev.mynah.server.http.fish.live;

import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.speech.LiveText;
import dev.mynah.server.speech.SpeechSession;
import dev.mynah.server.token.Permit;
import java.io.IOException;
import java.util.Optional;

/** What lies between a start and its finish: text that comes, and speech that is made of it. */
final class LiveSpeech implements AutoCloseable {
  private final Permit permit;
  private final SpeechSession session;
  private final LiveText text;
  private final LiveAudio audio;
  private boolean spoken;

  /**
   * @param permit closed with this
   */
  LiveSpeech(Permit permit, SpeechSession session, LiveText text, LiveAudio audio) {
    this.permit = permit;
    this.session = session;
    this.text = text;
    this.audio = audio;
  }

  /** Takes text, and speaks what is whole by now. */
  void add(String dribble) throws IOException {
    text.add(dribble);
    for (Optional<String> chunk = text.next(); chunk.isPresent(); chunk = text.next()) {
      say(chunk.get());
    }
  }

  /** Speaks all there is. */
  void flush() throws IOException {
    for (Optional<String> chunk = text.flushed(); chunk.isPresent(); chunk = text.flushed()) {
      say(chunk.get());
    }
  }

  private void say(String chunk) throws IOException {
    try {
      session.say(chunk);
      spoken = true;
    } catch (MynahException e) {
      // A piece of a text may hold nothing that sounds; the text as a whole isn't wrong for that.
      boolean silent =
          e.code() == ErrorCode.INVALID_REQUEST && e.field().filter("text"::equals).isPresent();
      if (!silent) {
        throw e;
      }
    }
  }

  /** Returns whether audio waits only to see what follows. */
  boolean holdsAudio() {
    return audio.holds();
  }

  /** Sends it: nothing follows soon. */
  void releaseAudio() throws IOException {
    audio.release();
  }

  /** Speaks what is left, and ends the audio. Without any text there is no audio either. */
  void finish() throws IOException {
    flush();
    if (spoken) {
      session.finish();
    }
    audio.end();
  }

  /** Without {@link #finish} before, breaks off. */
  @Override
  public void close() {
    try {
      session.close();
    } finally {
      permit.close();
    }
  }
}
