package dev.mynah.engine.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/*
 * When its environment is made, ONNX Runtime (1.29 on POSIX systems) describes the process to its
 * telemetry and searches the command line with regular expressions, by recursion over its letters.
 * A command line of some 8,000 characters, such as one with a long class path, needs more than the
 * megabyte of stack a thread has, and the whole process ends without a word. So the environment is
 * made on a thread whose stack is large enough for any command line met in practice; only the part
 * that is used costs memory, and only until it has been made.
 */
/** Where the environment of ONNX Runtime comes from; nothing else may make it. */
public final class OnnxRuntime {
  private static final long STACK_BYTES = 256L << 20;

  private OnnxRuntime() {}

  /**
   * Returns the environment all networks of this process share; it reports to nobody.
   *
   * @throws OrtException if the library can't be used
   */
  public static OrtEnvironment environment() throws OrtException {
    FutureTask<OrtEnvironment> making = new FutureTask<>(OrtEnvironment::getEnvironment);
    Thread unused =
        Thread.ofPlatform().daemon().name("onnx-runtime").stackSize(STACK_BYTES).start(making);
    OrtEnvironment environment = made(making);
    environment.setTelemetry(false);
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
