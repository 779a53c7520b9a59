package dev.mynah.client;

import dev.mynah.server.it.ToneServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Hands the one server of all test classes to whoever asks for a {@link ToneServer}. */
final class SharedServer implements ParameterResolver {
  static final int BYTES_PER_LETTER = 24_000 / 50 * 2; // of the humming engine's PCM

  private static final Namespace NAMESPACE = Namespace.create(SharedServer.class);

  /** Starts it, and stops it after the last test. */
  private static final class Holder implements AutoCloseable {
    private final ToneServer server;
    private final Path data;

    Holder() {
      try {
        data = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "server");
        server = ToneServer.start(data, Map.of("recognizer", "none"));
      } catch (Exception e) {
        throw new IllegalStateException("the server doesn't start", e);
      }
    }

    @Override
    public void close() throws IOException {
      server.close();
      try (var files = Files.walk(data)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == ToneServer.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(Holder.class, key -> new Holder(), Holder.class)
        .server;
  }

  /** Returns a client with the key of all rights. */
  static MynahClient client(ToneServer server) {
    return MynahClient.builder().baseUrl(server.address()).apiKey(ToneServer.KEY).build();
  }
}
