package dev.mynah.server.http.fish.live;

import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.fish.FishErrors;
import dev.mynah.server.http.wire.BodyMemory;
import dev.mynah.server.http.wire.JsonFields;
import dev.mynah.server.http.wire.WebSocket;
import dev.mynah.server.http.wire.WebSocketListener;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One socket: messages come in on the server's threads and are handled one after the other on a
 * virtual thread of its own, which may wait for speech and for a slow reader. What goes wrong ends
 * the speech it belongs to with a finish that says so; the socket stays open for another start.
 * What a client had already sent for speech that failed is passed over until it starts anew.
 */
final class LiveConversation implements WebSocketListener {
  private static final Logger LOG = LoggerFactory.getLogger(LiveConversation.class);

  /** How long audio is held back to see whether more follows. */
  private static final Duration SOON = Duration.ofMillis(50);

  /** How long the answer to our closing may take. */
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  private static final String IDLE = "nothing was sent for a while";
  private static final String STOPPING = "the server is stopping";

  private final LiveStudio studio;
  private final LiveStudio.Caller caller;
  private final LiveLimits limits;
  private final LiveInbox inbox;
  private final boolean aligned;
  private final Watch watch;
  private final CountDownLatch closed = new CountDownLatch(1);

  private volatile @Nullable WebSocket socket;
  private volatile boolean gone;
  private volatile boolean stopping;

  // Only the conversation's own thread has to do with what follows.
  private @Nullable LiveOutput output;
  private @Nullable LiveSpeech speech;
  private LiveMessages messages = LiveMessages.MSGPACK;
  private boolean begun; // since the socket opened
  private boolean failed; // the last speech, and no other has begun

  /**
   * @param key the caller's
   * @param traceId of the handshake
   * @param aligned whether messages of audio say what is said in them
   * @param watch hears of the conversation if the socket opens
   */
  LiveConversation(
      LiveStudio studio,
      String key,
      String traceId,
      BodyMemory memory,
      LiveLimits limits,
      boolean aligned,
      Watch watch) {
    this.studio = studio;
    this.caller = new LiveStudio.Caller(key, traceId, () -> gone);
    this.limits = limits;
    this.inbox = new LiveInbox(memory, limits, () -> open().demand());
    this.aligned = aligned;
    this.watch = watch;
  }

  /** Hears of conversations. */
  interface Watch {
    /** It begins, and will end. */
    void begun(LiveConversation conversation);

    void ended(LiveConversation conversation);
  }

  @Override
  public void opened(WebSocket opened) {
    socket = opened;
    output = new LiveOutput(opened, limits);
    watch.begun(this);
    Thread unused = Thread.ofVirtual().name("live-" + caller.traceId()).start(this::converse);
    opened.demand();
  }

  @Override
  public void received(byte[] part, boolean binary, boolean last) {
    inbox.receive(part, binary, last);
  }

  @Override
  public void closed() {
    closed.countDown(); // before anything that ends the conversation, which must know why it ends
    gone = true;
    inbox.end();
  }

  /** Ends the conversation when what is being spoken has ended. */
  void stop() {
    stopping = true;
    inbox.wake();
  }

  /** Ends the conversation, whatever is being spoken. */
  void breakOff() {
    gone = true;
    stop();
  }

  private void converse() {
    try {
      while (!gone && goOn()) {
        // until the client goes, or has said nothing for too long
      }
    } catch (IOException lost) {
      LOG.debug("live socket {} lost its client", caller.traceId(), lost);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError defect) {
      LOG.error("live socket {} failed", caller.traceId(), defect);
      open().close(WebSocket.SERVER_ERROR, "internal error");
    } finally {
      endSpeech();
      hangUp();
      watch.ended(this);
    }
  }

  /**
   * Waits a little for the client to close as well, and cuts off one that doesn't. One that does,
   * or did first, is answered before its connection ends.
   */
  private void hangUp() {
    boolean agreed = false;
    try {
      agreed = closed.await(gone ? 0 : FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    gone = true;
    if (!agreed) {
      LOG.debug("live socket {} is cut: its client doesn't close it", caller.traceId());
      open().abort();
    }
  }

  /** Handles one message, or that there was none; returns whether to go on. */
  private boolean goOn() throws IOException, InterruptedException {
    if (stopping && speech == null) {
      open().close(WebSocket.GOING_AWAY, STOPPING);
      return false;
    }
    if (speech != null && speech.holdsAudio()) {
      try (LiveInbox.Message message = inbox.await(SOON)) {
        if (message == null) {
          speech.releaseAudio();
          return true;
        }
        return handle(message);
      }
    }
    long start = System.nanoTime();
    try (LiveInbox.Message message = inbox.await(limits.idle())) {
      if (message != null) {
        return handle(message);
      }
    }
    if (System.nanoTime() - start < limits.idle().toNanos()) {
      return true; // woken
    }
    open().close(WebSocket.NORMAL, IDLE);
    return false;
  }

  private boolean handle(LiveInbox.Message message) throws IOException {
    MynahException refusal = message.refusal();
    if (refusal != null) {
      fail(refusal);
      return goOnAfter(refusal);
    }
    try {
      LiveMessages written = LiveMessages.of(message.binary());
      LiveEvent event = read(message, written);
      if (event instanceof LiveEvent.Start start) {
        start(start.request(), written);
      } else if (speech != null) {
        goOn(speech, event);
      } else {
        meetOutOfOrder(event);
      }
    } catch (MynahException failure) {
      fail(failure);
    }
    return true;
  }

  /** A client that sends too much, or too slowly, would only go on with it. */
  private boolean goOnAfter(MynahException refusal) {
    return switch (refusal.code()) {
      case TOO_LARGE -> closed(WebSocket.MESSAGE_TOO_BIG, "the message is too large");
      case REQUEST_TOO_SLOW -> closed(WebSocket.POLICY_VIOLATION, "the message came too slowly");
      default -> true;
    };
  }

  private LiveEvent read(LiveInbox.Message message, LiveMessages written) {
    BodyMemory.Share share = message.share();
    return share == null
        ? written.event(message.bytes(), limits.textChars())
        : share.parsed(() -> written.event(message.bytes(), limits.textChars()));
  }

  private void start(JsonFields request, LiveMessages written) throws IOException {
    if (speech != null) {
      throw MynahException.of(
          ErrorCode.INVALID_REQUEST,
          "A start came before the stop of the speech that was under way.");
    }
    if (stopping) {
      throw MynahException.of(ErrorCode.UNAVAILABLE, "The server is stopping; try again shortly.");
    }
    begun = true;
    failed = false;
    messages = written;
    LiveOutput sending = Objects.requireNonNull(output);
    speech =
        studio.begin(
            request,
            caller,
            order -> new LiveAudio(sending, written, order.encoding().format(), aligned));
    speech.add("");
  }

  private void goOn(LiveSpeech open, LiveEvent event) throws IOException {
    switch (event) {
      case LiveEvent.Text more -> open.add(more.text());
      case LiveEvent.Flush unused -> open.flush();
      case LiveEvent.Stop unused -> {
        open.finish();
        endSpeech();
        send(messages.finished());
      }
      case LiveEvent.Start never -> throw new IllegalStateException("handled before");
      case LiveEvent.Unknown unused -> {
        // Clients may know more than we do.
      }
    }
  }

  /** Without speech, only text and flush make no sense; it is said once. */
  private void meetOutOfOrder(LiveEvent event) throws IOException {
    if (failed || event instanceof LiveEvent.Unknown) {
      return;
    }
    if (event instanceof LiveEvent.Stop) {
      if (!begun) {
        send(messages.finished());
      }
      return;
    }
    throw MynahException.of(ErrorCode.INVALID_REQUEST, "Send a start before text.");
  }

  /** Ends the speech under way, if there is any, with what went wrong. */
  private void fail(MynahException failure) throws IOException {
    endSpeech();
    if (failure.code() == ErrorCode.INTERNAL) {
      LOG.error("live socket {} failed", caller.traceId(), failure);
    }
    boolean told = failed;
    failed = true;
    if (!told && !gone) {
      send(messages.failed(FishErrors.message(failure)));
    }
  }

  private void send(byte[] message) throws IOException {
    Objects.requireNonNull(output).send(message, messages);
  }

  private boolean closed(int code, String reason) {
    open().close(code, reason);
    return false;
  }

  private void endSpeech() {
    if (speech != null) {
      speech.close();
      speech = null;
    }
  }

  private WebSocket open() {
    return Objects.requireNonNull(socket, "the socket isn't open yet");
  }
}
