package dev.mynah.server.it;

import static org.awaitility.Awaitility.await;

import dev.mynah.server.app.command.MynahCommand;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;

/** A {@code mynah serve} under way. */
final class ServedCommand implements AutoCloseable {
  private static final String LISTENING = "Mynah is listening on ";
  private static final int PATIENCE = 120; // s

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final BlockingQueue<Runnable> stop = new LinkedBlockingQueue<>();
  private final FutureTask<Integer> command;
  private final Thread thread;

  private ServedCommand(Map<String, String> variables, List<String> words) {
    PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
    this.command =
        new FutureTask<>(
            () ->
                MynahCommand.run(
                    CommandGate.context(variables, print, print, new byte[0], stop::add),
                    words.toArray(String[]::new)));
    this.thread = Thread.ofPlatform().name("serve").daemon().unstarted(command);
  }

  /** Starts it and waits until it listens, or has ended. */
  static ServedCommand start(Map<String, String> variables, List<String> words) {
    ServedCommand served = new ServedCommand(variables, words);
    served.thread.start();
    await()
        .atMost(Duration.ofSeconds(PATIENCE))
        .until(() -> served.command.isDone() || served.said().contains(LISTENING));
    return served;
  }

  String said() {
    return out.toString(StandardCharsets.UTF_8);
  }

  /** Returns the address it printed. */
  String address() {
    return said()
        .lines()
        .filter(line -> line.startsWith(LISTENING))
        .map(line -> line.substring(LISTENING.length()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("serve said:\n" + said()));
  }

  /** Returns the key that a first start prints. */
  String key() {
    return said()
        .lines()
        .filter(line -> line.startsWith("  "))
        .map(String::strip)
        .findFirst()
        .orElseThrow(() -> new AssertionError("serve said:\n" + said()));
  }

  /** Returns its exit status, once it is closed. */
  int status() {
    return command.resultNow();
  }

  /** Tells it to stop, and waits until it has. */
  @Override
  public void close() {
    Runnable hook = stop.poll();
    if (hook != null) {
      hook.run();
    }
    try {
      thread.join(Duration.ofSeconds(PATIENCE));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
