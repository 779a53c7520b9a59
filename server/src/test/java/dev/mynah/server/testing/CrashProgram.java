package dev.mynah.server.testing;

import dev.mynah.audio.encode.AudioFormat;
import dev.mynah.audio.encode.EncodingSettings;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.speech.SpeechOrder;
import dev.mynah.server.task.Task;
import dev.mynah.server.token.Principal;
import dev.mynah.server.voice.Recording;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/**
 * A server that is meant to be killed: takes up what is in its data folder, keeps ordering voices
 * and speech, and prints the id of each task once it was answered.
 */
public final class CrashProgram {
  private static final Principal ANN = Services.caller("ann");

  private CrashProgram() {}

  /**
   * Runs until it is killed.
   *
   * @param arguments database kind, data folder, URL of the receiver of callbacks
   */
  public static void main(String[] arguments) throws Exception {
    try {
      order(arguments);
    } finally {
      Runtime.getRuntime().halt(1); // it is only ever killed, unless it found a defect
    }
  }

  private static void order(String[] arguments) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    String hook = arguments[2];
    Services services =
        Services.neverGivingUp(DatabaseKind.valueOf(arguments[0]), Path.of(arguments[1])).start();
    out.println("READY");
    EncodingSettings mp3 = EncodingSettings.of(AudioFormat.MP3);
    SpeechOrder order = SpeechOrder.plain("Here today, gone tomorrow.", List.of(), mp3);
    for (int round = 0; ; round++) {
      try {
        byte[] recording = Recordings.tone(150 + round, 0.6, 16_000);
        Task clone =
            services.clones.submit(
                Services.cloneOf(new Recording.Bytes(recording), "Voice " + round, null),
                Services.voiceTask(hook),
                ANN);
        out.println("LATER " + clone.id());
        for (int i = 0; i < 4; i++) {
          Task later = services.speech.submit(order, Services.speechTask(hook), ANN);
          out.println("LATER " + later.id());
        }
        Task now = services.speech.speakNow(order, Services.speechTask(null), ANN);
        out.println("DONE " + now.id());
      } catch (MynahException e) {
        if (e.code() != ErrorCode.OVERLOADED) {
          throw e;
        }
        long full = services.count("queue_clone") + services.count("queue_speech");
        Awaitility.await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> services.count("queue_clone") + services.count("queue_speech") < full);
      }
    }
  }
}
