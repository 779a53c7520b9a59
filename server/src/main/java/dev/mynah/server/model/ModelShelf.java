package dev.mynah.server.model;

import dev.mynah.engine.model.ModelException;
import dev.mynah.engine.model.ModelManifest;
import dev.mynah.engine.model.ModelProgress;
import dev.mynah.engine.model.ModelSource;
import dev.mynah.engine.model.ModelStatus;
import dev.mynah.engine.model.ModelStore;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows the models and fetches or verifies them, one at a time, on a thread of its own: whoever
 * began a job may leave, and any number may watch. How the last job ended stays to be seen.
 */
public final class ModelShelf implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ModelShelf.class);

  /** Often enough to look alive. */
  private static final Duration BETWEEN_REPORTS = Duration.ofMillis(100);

  private static final Duration LONGEST_STOP = Duration.ofSeconds(5);

  private final ModelStore store;
  private final Set<String> used;
  private final boolean hasMirror;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private @Nullable ModelJob job; // the last one; guarded by the lock
  private @Nullable Thread worker; // guarded by the lock
  private boolean closed; // guarded by the lock

  /**
   * @param store where models are
   * @param used names of those this server works with
   * @param hasMirror whether the operator named a place that is tried before all others
   */
  public ModelShelf(ModelStore store, Set<String> used, boolean hasMirror, Clock clock) {
    this.store = store;
    this.used = Set.copyOf(used);
    this.hasMirror = hasMirror;
    this.clock = clock;
  }

  /** Returns every model there is. */
  public List<ShelvedModel> models() {
    return store.list().stream().map(this::shown).toList();
  }

  private ShelvedModel shown(ModelStatus status) {
    ModelManifest manifest = status.manifest();
    List<String> sources = new ArrayList<>();
    if (hasMirror) {
      sources.add("the mirror of this server");
    }
    manifest.sources().forEach(source -> sources.add(described(source)));
    return new ShelvedModel(
        manifest.name(),
        manifest.version(),
        manifest.title(),
        manifest.totalBytes(),
        status.installed(),
        used.contains(manifest.name()),
        manifest.licence(),
        manifest.credit(),
        manifest.home().toString(),
        sources,
        status.directory().toString());
  }

  private static String described(ModelSource source) {
    return switch (source) {
      case ModelSource.Web web -> web.url().getHost();
      case ModelSource.PackageFile file ->
          "%s package %s %s".formatted(file.client(), file.name(), file.version());
    };
  }

  /** Returns the job under way, or how the last one ended; empty if there was none yet. */
  public Optional<ModelJob> job() {
    lock.lock();
    try {
      return Optional.ofNullable(job);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Begins to fetch or repair a model; joins in if that is under way already.
   *
   * @throws MynahException with {@link ErrorCode#NOT_FOUND} if there is no such model, or {@link
   *     ErrorCode#CONFLICT} while something else is done
   */
  public ModelJob pull(String name) {
    return begin(ModelJob.Kind.PULL, name);
  }

  /**
   * Begins to read every byte of a model; joins in if that is under way already.
   *
   * @throws MynahException as {@link #pull} does, and with {@link ErrorCode#CONFLICT} if the model
   *     isn't here
   */
  public ModelJob verify(String name) {
    return begin(ModelJob.Kind.VERIFY, name);
  }

  private ModelJob begin(ModelJob.Kind kind, String name) {
    ModelStatus status = status(name);
    if (kind == ModelJob.Kind.VERIFY && !status.installed()) {
      throw MynahException.of(
          ErrorCode.CONFLICT, "The model " + name + " is not on this machine; fetch it first.");
    }
    lock.lock();
    try {
      ModelJob last = job;
      if (closed) {
        throw MynahException.of(ErrorCode.UNAVAILABLE, "The server is stopping.");
      }
      if (last != null && !last.ended()) {
        if (last.kind() == kind && last.model().equals(name)) {
          return last;
        }
        throw MynahException.of(
            ErrorCode.CONFLICT,
            last.model() + " is being worked on; only one model can be at a time.");
      }
      long revision = last == null ? 1 : last.revision() + 1;
      long total = status.manifest().totalBytes();
      ModelJob begun =
          new ModelJob(name, kind, ModelJob.State.RUNNING, "", 0, total, List.of(), revision);
      job = begun;
      changed.signalAll();
      worker = Thread.ofPlatform().daemon().name("models").start(() -> work(begun));
      return begun;
    } finally {
      lock.unlock();
    }
  }

  private ModelStatus status(String name) {
    try {
      return store.status(name);
    } catch (ModelException unknown) {
      throw MynahException.of(ErrorCode.NOT_FOUND, message(unknown), unknown);
    }
  }

  private void work(ModelJob begun) {
    try {
      List<String> problems =
          switch (begun.kind()) {
            case PULL -> {
              store.repair(begun.model(), new Reports());
              yield List.of();
            }
            case VERIFY -> store.verify(begun.model()).problems();
          };
      end(ModelJob.State.DONE, problems);
    } catch (ModelException e) {
      LOG.warn("{} of {} failed: {}", written(begun.kind()), begun.model(), e.error());
      end(ModelJob.State.FAILED, List.of(message(e).split("\n", -1)));
    } catch (RuntimeException e) {
      LOG.error("{} of {} failed", written(begun.kind()), begun.model(), e);
      end(ModelJob.State.FAILED, List.of("Internal server error; the server's log says more."));
    }
  }

  private static String written(ModelJob.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static String message(ModelException failure) {
    String message = failure.getMessage();
    return message == null ? failure.error().name() : message;
  }

  private void end(ModelJob.State state, List<String> problems) {
    change(now -> now.ended(state, problems, now.revision() + 1));
  }

  private void change(UnaryOperator<ModelJob> how) {
    lock.lock();
    try {
      ModelJob now = job;
      if (now != null && !now.ended()) {
        job = how.apply(now);
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for something to change.
   *
   * @param seen revision the caller knows; 0 for none
   * @param patience how long to wait at most
   * @return the job as it is now, or empty if it is the one the caller knows or there is none
   */
  public Optional<ModelJob> awaitChange(long seen, Duration patience) throws InterruptedException {
    long left = patience.toNanos();
    lock.lock();
    try {
      while (!closed && left > 0 && (job == null || job.revision() <= seen)) {
        left = changed.awaitNanos(left);
      }
      ModelJob now = job;
      return now != null && now.revision() > seen ? Optional.of(now) : Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /** Breaks off what is being done; a download goes on from there the next time. */
  @Override
  public void close() {
    Thread running;
    lock.lock();
    try {
      closed = true;
      running = worker;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (running != null) {
      running.interrupt();
      try {
        running.join(LONGEST_STOP);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Passes on what the store reports, bytes no more often than anybody could see. */
  private final class Reports implements ModelProgress {
    private long reportedAt;

    @Override
    public void step(String message) {
      change(now -> now.working(message, now.done(), now.total(), now.revision() + 1));
    }

    @Override
    public void bytes(long done, long total) {
      long time = clock.millis();
      if (done == total || time - reportedAt >= BETWEEN_REPORTS.toMillis()) {
        reportedAt = time;
        change(now -> now.working(now.step(), done, total, now.revision() + 1));
      }
    }
  }
}
