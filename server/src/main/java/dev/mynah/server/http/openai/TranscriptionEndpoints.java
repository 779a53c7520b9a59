package dev.mynah.server.http.openai;

import dev.mynah.engine.spi.RecognitionListener;
import dev.mynah.engine.spi.RecognizedSegment;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.openai.TranscriptionWish.Format;
import dev.mynah.server.http.wire.BodyRules;
import dev.mynah.server.http.wire.ClientWatch;
import dev.mynah.server.http.wire.JsonFields;
import dev.mynah.server.http.wire.RequestBodies;
import dev.mynah.server.http.wire.StreamedBody;
import dev.mynah.server.http.wire.Traces;
import dev.mynah.server.recognition.RecognitionOrder;
import dev.mynah.server.recognition.RecognitionService;
import dev.mynah.server.recognition.Transcription;
import dev.mynah.server.task.TaskType;
import dev.mynah.server.token.Principal;
import dev.mynah.server.voice.Recording;
import io.javalin.http.Context;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes recordings down, at {@code /v1/audio/transcriptions}; at {@code /v1/audio/translations}
 * too, where English, which is all that is understood, stays as it is.
 */
final class TranscriptionEndpoints {
  private static final Logger LOG = LoggerFactory.getLogger(TranscriptionEndpoints.class);
  private static final String PLAIN_TEXT = "text/plain; charset=utf-8";
  private static final double SHORTEST = 0.1; // seconds, as with OpenAI

  private final OpenAiCalls calls;
  private final RequestBodies bodies;
  private final RecognitionService recognition;

  TranscriptionEndpoints(OpenAiCalls calls, RequestBodies bodies, RecognitionService recognition) {
    this.calls = calls;
    this.bodies = bodies;
    this.recognition = recognition;
  }

  /** {@code POST /v1/audio/transcriptions}. */
  void transcribe(Context context, Principal caller) {
    TranscriptionWish wish = TranscriptionWish.read(form(context));
    if (wish.stream()) {
      stream(context, wish, caller);
    } else {
      answer(context, wish, "transcribe", caller);
    }
  }

  /** {@code POST /v1/audio/translations}. */
  void translate(Context context, Principal caller) {
    answer(context, TranscriptionWish.read(form(context)), "translate", caller);
  }

  private JsonFields form(Context context) {
    return bodies.read(context, BodyRules.withFiles(1));
  }

  private void answer(Context context, TranscriptionWish wish, String task, Principal caller) {
    Transcription transcription =
        recognition.transcribe(
            new Recording.LocalFile(wish.file()),
            order(context, wish),
            caller,
            RecognitionListener.NONE,
            new ClientWatch(context));
    switch (wish.format()) {
      case JSON -> OpenAiCalls.send(context, Transcripts.json(transcription));
      case VERBOSE_JSON ->
          OpenAiCalls.send(
              context, Transcripts.verbose(transcription, task, wish.segments(), wish.words()));
      case TEXT -> sendText(context, transcription.text() + "\n");
      case SRT -> sendText(context, Transcripts.srt(transcription));
      case VTT -> sendText(context, Transcripts.vtt(transcription));
    }
  }

  private static void sendText(Context context, String text) {
    context.result(text).contentType(PLAIN_TEXT);
  }

  private static RecognitionOrder order(Context context, TranscriptionWish wish) {
    return new RecognitionOrder(
        TaskType.OPENAI_TRANSCRIPTION,
        Traces.of(context),
        "file",
        wish.language(),
        wish.words() && wish.format() == Format.VERBOSE_JSON,
        SHORTEST);
  }

  /** What the deltas say one after the other is the text. */
  private void stream(Context context, TranscriptionWish wish, Principal caller) {
    StreamedBody body =
        new StreamedBody(context, SpeechEvents.MEDIA_TYPE, () -> calls.answering(context));
    ClientWatch watch = new ClientWatch(context);
    try {
      Transcription transcription =
          recognition.transcribe(
              new Recording.LocalFile(wish.file()),
              order(context, wish),
              caller,
              new Deltas(body),
              () -> body.gone() || watch.cancelled());
      body.write(SpeechEvents.event(new Done("transcript.text.done", transcription.text())));
    } catch (MynahException e) {
      SpeechEvents.tellFailure(body, e);
    } catch (IOException gone) {
      LOG.debug("The listener of request {} has gone", Traces.of(context), gone);
    }
  }

  /** Called on another thread while the request's own waits for it. */
  private static final class Deltas implements RecognitionListener {
    private final StreamedBody body;
    private boolean later;

    Deltas(StreamedBody body) {
      this.body = body;
    }

    @Override
    public void segment(RecognizedSegment segment) throws IOException {
      String text = later ? " " + segment.text() : segment.text();
      later = true;
      body.write(SpeechEvents.event(new Delta("transcript.text.delta", text)));
    }
  }

  private record Delta(String type, String delta) {}

  private record Done(String type, String text) {}
}
