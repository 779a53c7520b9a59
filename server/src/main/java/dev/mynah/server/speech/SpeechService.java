package dev.mynah.server.speech;

import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.server.task.Task;
import dev.mynah.server.task.TaskOrder;
import dev.mynah.server.token.Principal;
import java.io.IOException;
import java.io.OutputStream;

/** Speaks. */
public interface SpeechService {

  /**
   * Accepts an order durably and returns at once: it will be spoken or its task will say why not.
   *
   * @throws dev.mynah.server.failure.MynahException if the order is wrong or too much is waiting
   */
  Task submit(SpeechOrder order, TaskOrder task, Principal principal);

  /**
   * Speaks into a stored file and returns its finished task, whose result is SpeechMade.
   *
   * @throws dev.mynah.server.failure.MynahException if the order is wrong, can't be spoken, or too
   *     much is waiting
   */
  Task speakNow(SpeechOrder order, TaskOrder task, Principal principal);

  /**
   * Speaks into a stream as the audio is made. What can go wrong before the first byte is thrown
   * before the first byte.
   *
   * @param cancel true once the listener has gone
   */
  void stream(SpeechOrder order, Principal principal, OutputStream out, CancelSignal cancel)
      throws IOException;
}
