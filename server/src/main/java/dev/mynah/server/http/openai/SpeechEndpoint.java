package dev.mynah.server.http.openai;

import dev.mynah.audio.encode.AudioFormat;
import dev.mynah.audio.encode.EncodingSettings;
import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.engine.spi.Latency;
import dev.mynah.engine.spi.SpeechRequest;
import dev.mynah.server.db.CleanText;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.wire.BodyRules;
import dev.mynah.server.http.wire.ClientWatch;
import dev.mynah.server.http.wire.RequestBodies;
import dev.mynah.server.http.wire.StreamedBody;
import dev.mynah.server.http.wire.Traces;
import dev.mynah.server.rendering.Alignment;
import dev.mynah.server.speech.SpeechListener;
import dev.mynah.server.speech.SpeechOrder;
import dev.mynah.server.speech.SpeechService;
import dev.mynah.server.speech.SpeechSession;
import dev.mynah.server.speech.StreamOrder;
import dev.mynah.server.task.TaskType;
import dev.mynah.server.token.Principal;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Speaks, at {@code /v1/audio/speech}: the sound is sent as it is made. */
final class SpeechEndpoint {
  private static final Logger LOG = LoggerFactory.getLogger(SpeechEndpoint.class);

  /** What OpenAI's formats have, where the format leaves the choice; pcm is told nowhere else. */
  private static final int SAMPLE_RATE = 24_000; // Hz

  private final OpenAiCalls calls;
  private final RequestBodies bodies;
  private final OpenAiVoices voices;
  private final SpeechService speech;
  private final SpeechWishes wishes;

  SpeechEndpoint(
      OpenAiCalls calls,
      RequestBodies bodies,
      OpenAiVoices voices,
      SpeechService speech,
      SpeechWishes wishes) {
    this.calls = calls;
    this.bodies = bodies;
    this.voices = voices;
    this.speech = speech;
    this.wishes = wishes;
  }

  /** {@code POST /v1/audio/speech}. */
  void speak(Context context, Principal caller) {
    SpeechWish wish = wishes.read(bodies.read(context, BodyRules.SMALL));
    SpeechOrder order = order(wish, voices.named(wish.voice(), caller).id());
    StreamOrder stream = new StreamOrder(TaskType.OPENAI_SPEECH, Traces.of(context));
    String type = wish.events() ? SpeechEvents.MEDIA_TYPE : wish.format().contentType();
    StreamedBody body = new StreamedBody(context, type, () -> calls.answering(context));
    Listener listener = new Listener(body, wish.events());
    ClientWatch watch = new ClientWatch(context);
    CancelSignal gone = () -> body.gone() || watch.cancelled();
    try (SpeechSession session = speech.begin(order, stream, caller, listener, gone)) {
      session.say(wish.input());
      session.finish();
      listener.finish(wish.input());
    } catch (MynahException e) {
      breakOff(body, wish.events(), e);
    } catch (IOException hungUp) {
      LOG.debug("The listener of request {} has gone", stream.traceId(), hungUp);
    }
  }

  /** Who listens to events can be told what went wrong; who plays the sound can't. */
  private static void breakOff(StreamedBody body, boolean events, MynahException failure) {
    if (events || !body.begun()) {
      SpeechEvents.tellFailure(body, failure);
    } else if (!body.gone()) {
      if (failure.code() == ErrorCode.INTERNAL) {
        LOG.error("Speech broke off", failure);
      }
      body.breakOff(failure);
    }
  }

  private static SpeechOrder order(SpeechWish wish, String voiceId) {
    double speed = Math.clamp(wish.speed(), SpeechRequest.MIN_SPEED, SpeechRequest.MAX_SPEED);
    return new SpeechOrder(
        wish.input(),
        List.of(voiceId),
        List.of(),
        encoding(wish.format()),
        speed,
        0,
        true,
        null,
        null,
        Latency.BALANCED);
  }

  private static EncodingSettings encoding(AudioFormat format) {
    EncodingSettings usual = EncodingSettings.of(format);
    return format == AudioFormat.OPUS ? usual : usual.withSampleRate(SAMPLE_RATE);
  }

  /** Sends what is heard, and keeps count of its length. */
  private static final class Listener implements SpeechListener {
    private final StreamedBody body;
    private final boolean events;
    private double seconds;

    Listener(StreamedBody body, boolean events) {
      this.body = body;
      this.events = events;
    }

    @Override
    public void audio(byte[] encoded) throws IOException {
      body.write(events ? SpeechEvents.delta(encoded) : encoded);
    }

    @Override
    public void aligned(Alignment alignment) {
      seconds = alignment.chunkOffsetSeconds() + alignment.audioDurationSeconds();
    }

    void finish(String input) throws IOException {
      if (events) {
        body.write(SpeechEvents.done(CleanText.utf8Bytes(input), seconds));
      }
    }
  }
}
