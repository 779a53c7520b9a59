package dev.mynah.server.task;

import dev.mynah.server.db.Transaction;
import dev.mynah.server.failure.ErrorCode;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Counts how tasks end, and how much speech came of them, since this process started. */
public final class TaskCounts implements TaskListener, MeterBinder {
  private final Map<TaskType, LongAdder> succeeded = adders(TaskType.class);
  private final Map<TaskType, LongAdder> failed = adders(TaskType.class);
  private final Map<ErrorCode, LongAdder> failures = adders(ErrorCode.class);
  private final DoubleAdder seconds = new DoubleAdder();

  private static <E extends Enum<E>> Map<E, LongAdder> adders(Class<E> keys) {
    return Arrays.stream(keys.getEnumConstants())
        .collect(
            Collectors.toMap(
                Function.identity(),
                key -> new LongAdder(),
                (first, second) -> first,
                () -> new EnumMap<>(keys)));
  }

  @Override
  public void finished(Transaction transaction, Task task, Delivery delivery) {
    TaskResult result = task.result();
    transaction.afterCommit(() -> count(task.type(), result));
  }

  private void count(TaskType type, @Nullable TaskResult result) {
    if (result instanceof TaskResult.TaskFailure failure) {
      failed.getOrDefault(type, new LongAdder()).increment();
      failures.getOrDefault(failure.code(), new LongAdder()).increment();
      return;
    }
    succeeded.getOrDefault(type, new LongAdder()).increment();
    if (result instanceof TaskResult.SpeechMade made) {
      seconds.add(made.seconds());
    }
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    succeeded.forEach((type, count) -> bind(registry, type, "succeeded", count));
    failed.forEach((type, count) -> bind(registry, type, "failed", count));
    failures.forEach(
        (code, count) ->
            FunctionCounter.builder("mynah.tasks.failures", count, LongAdder::doubleValue)
                .description("Tasks that failed, by what went wrong")
                .tag("code", lower(code))
                .register(registry));
    FunctionCounter.builder("mynah.speech.seconds", seconds, DoubleAdder::sum)
        .description("Seconds of speech made and stored")
        .register(registry);
  }

  private static void bind(MeterRegistry registry, TaskType type, String outcome, LongAdder count) {
    FunctionCounter.builder("mynah.tasks", count, LongAdder::doubleValue)
        .description("Tasks that ended")
        .tag("type", lower(type))
        .tag("outcome", outcome)
        .register(registry);
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
