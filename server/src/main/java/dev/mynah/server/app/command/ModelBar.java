package dev.mynah.server.app.command;

import dev.mynah.engine.model.ModelProgress;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows how a model arrives: a bar for a person, a line a step for a log. */
final class ModelBar implements ModelProgress, AutoCloseable {
  private static final int REFRESH_MILLIS = 100;
  private static final int WIDTH = 78;

  private final Terminal terminal;
  private @Nullable ProgressBar bar;

  ModelBar(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void step(String message) {
    close();
    terminal.say(message);
  }

  @Override
  public void bytes(long done, long total) {
    if (!terminal.interactive()) {
      return;
    }
    ProgressBar current = bar;
    if (current == null) {
      current =
          new ProgressBarBuilder()
              .setTaskName("model")
              .setInitialMax(total)
              .setUnit(" MB", 1_000_000)
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(REFRESH_MILLIS)
              .setConsumer(new ConsoleProgressBarConsumer(terminal.err(), WIDTH))
              .build();
      bar = current;
    }
    current.maxHint(total).stepTo(done);
  }

  @Override
  public void close() {
    ProgressBar current = bar;
    if (current != null) {
      current.close();
      bar = null;
    }
  }
}
