package dev.mynah.engine.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * When its environment is made, ONNX Runtime (1.29 on POSIX systems) describes the process to its
 * telemetry and searches the command line with regular expressions, by recursion over its letters.
 * A command line of some 8,000 characters, such as one with a long class path, needs more than the
 * megabyte of stack a thread has, and the whole process ends without a word. So the environment is
 * made on a thread whose stack is large enough for any command line met in practice; only the part
 * that is used costs memory, and only until it has been made.
 *
 * ONNX Runtime also frees the environment in a shutdown hook of its own, at once, while a server that
 * was told to stop still lets its work finish: a network that is being loaded then ends the whole
 * process. The native side counts who asked for the environment, so it is asked for once more and never
 * given back; the end of the process frees it.
 */
/** Where the environment of ONNX Runtime comes from; nothing else may make it. */
public final class OnnxRuntime {
  private static final Logger LOG = LoggerFactory.getLogger(OnnxRuntime.class);
  private static final long STACK_BYTES = 256L << 20;
  private static final int WARNINGS = 2; // level of the log

  /** Counts the environment once, when this class is first used. */
  private static final FutureTask<OrtEnvironment> MAKING = new FutureTask<>(OnnxRuntime::kept);

  private OnnxRuntime() {}

  /**
   * Returns the environment all networks of this process share; it reports to nobody.
   *
   * @throws OrtException if the library can't be used
   */
  public static OrtEnvironment environment() throws OrtException {
    Thread unused =
        Thread.ofPlatform().daemon().name("onnx-runtime").stackSize(STACK_BYTES).start(MAKING);
    OrtEnvironment environment = made(MAKING);
    environment.setTelemetry(false);
    return environment;
  }

  private static OrtEnvironment kept() {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try {
      Field library = Class.forName("ai.onnxruntime.OnnxRuntime").getDeclaredField("ortApiHandle");
      library.setAccessible(true);
      Method count =
          OrtEnvironment.class.getDeclaredMethod(
              "createHandle", long.class, int.class, String.class);
      count.setAccessible(true);
      Object unused = count.invoke(null, library.getLong(null), WARNINGS, "mynah");
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.warn("ONNX Runtime may end before the work that needs it when the server stops", e);
    }
    return environment;
  }

  private static OrtEnvironment made(FutureTask<OrtEnvironment> making) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return making.get();
        } catch (InterruptedException e) {
          interrupted = true; // the making can't be broken off, and takes milliseconds
        }
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("ONNX Runtime can't be set up on this machine", e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
