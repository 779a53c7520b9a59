package dev.mynah.server.it;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * LiveKit's and Pipecat's connections to Fish Audio speak with this server unmodified. Long because
 * there is a gigabyte to install; {@link FishPythonClientTest} is the short form.
 */
@Tag("long")
final class LiveKitAndPipecatTest {
  @ParameterizedTest
  @CsvSource({"LIVEKIT, 16, 21", "PIPECAT, 4, 5"})
  void everyCallOfTheClientWorks(ForeignClient client, int audible, int calls, @TempDir Path folder)
      throws Exception {
    client.tryHumming(folder, audible, calls);
  }
}
