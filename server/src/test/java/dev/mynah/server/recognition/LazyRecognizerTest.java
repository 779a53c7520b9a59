package dev.mynah.server.recognition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mynah.engine.model.ModelException;
import dev.mynah.engine.model.ModelProgress;
import dev.mynah.engine.model.ModelStore;
import dev.mynah.engine.spi.EngineError;
import dev.mynah.engine.spi.EngineException;
import dev.mynah.engine.spi.SpeechRecognizer;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LazyRecognizerTest {
  private static final Duration SHORT = Duration.ofMillis(20);
  private static final Duration LONG = Duration.ofSeconds(30);

  private final Loader loader = new Loader();

  @Test
  void loadsNothingUntilAskedAndThenOnce() {
    loader.installed = true;
    try (LazyRecognizer lazy = new LazyRecognizer(loader, SHORT)) {
      assertThat(loader.opened).hasValue(0);

      assertThat(lazy.get()).isSameAs(lazy.get());

      assertThat(loader.opened).hasValue(1);
      assertThat(loader.fetched).hasValue(0);
    }
    assertThat(loader.recognizer.closed).isTrue();
  }

  @Test
  void fetchesAnAbsentModelForWhoeverCanWait() {
    loader.mayFetch.countDown();
    try (LazyRecognizer lazy = new LazyRecognizer(loader, LONG)) {
      assertThat(lazy.installed()).isFalse();

      assertThat(lazy.get()).isSameAs(loader.recognizer);

      assertThat(loader.fetched).hasValue(1);
    }
  }

  @Test
  void tellsCallersToComeBackWhileItFetches() {
    try (LazyRecognizer lazy = new LazyRecognizer(loader, SHORT)) {
      for (int i = 0; i < 3; i++) {
        assertUnavailable(lazy, "is being fetched");
      }
      loader.mayFetch.countDown();

      await().atMost(LONG).until(lazy::installed);
      assertThat(lazy.get()).isSameAs(loader.recognizer);
      assertThat(loader.fetched).hasValue(1);
    }
  }

  @Test
  void triesAgainAfterAFailure() {
    loader.mayFetch.countDown();
    loader.failure = noSuchModel();
    try (LazyRecognizer lazy = new LazyRecognizer(loader, LONG)) {
      assertUnavailable(lazy, "can't be fetched now");
      loader.failure = null;

      assertThat(lazy.get()).isSameAs(loader.recognizer);
      assertThat(loader.fetched).hasValue(2);
    }
  }

  @Test
  void saysThatItCannotBeLoaded() {
    loader.installed = true;
    loader.broken = true;
    try (LazyRecognizer lazy = new LazyRecognizer(loader, SHORT)) {
      assertUnavailable(lazy, "can't be loaded");
    }
  }

  private static void assertUnavailable(LazyRecognizer lazy, String message) {
    assertThatThrownBy(lazy::get)
        .isInstanceOfSatisfying(
            MynahException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE))
        .hasMessageContaining(message);
  }

  private static ModelException noSuchModel() {
    try {
      new ModelStore(Path.of("target"), null).ensure("nightingale", ModelProgress.NONE);
    } catch (ModelException e) {
      return e;
    }
    throw new AssertionError("there is no such model");
  }

  private static final class Loader implements RecognizerLoader {
    final LoudnessRecognizer recognizer = new LoudnessRecognizer();
    final AtomicInteger opened = new AtomicInteger();
    final AtomicInteger fetched = new AtomicInteger();
    final CountDownLatch mayFetch = new CountDownLatch(1);
    volatile boolean installed;
    volatile boolean broken;
    volatile @Nullable ModelException failure;

    @Override
    public boolean installed() {
      return installed;
    }

    @Override
    public void fetch() throws ModelException {
      fetched.incrementAndGet();
      try {
        mayFetch.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      ModelException wrong = failure;
      if (wrong != null) {
        throw wrong;
      }
      installed = true;
    }

    @Override
    public SpeechRecognizer open() throws EngineException {
      opened.incrementAndGet();
      if (broken) {
        throw new EngineException(EngineError.INTERNAL, "a file is damaged");
      }
      return recognizer;
    }
  }
}
