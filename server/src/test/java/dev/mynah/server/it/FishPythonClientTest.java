package dev.mynah.server.it;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * PyPI's fish-audio-sdk, both of its packages, speaks with this server unmodified. {@link
 * ClientWordsTest} is the long form, which understands what it hears.
 */
final class FishPythonClientTest {
  @ParameterizedTest
  @CsvSource({"FISH_PYTHON, 26, 47", "FISH_PYTHON_LEGACY, 14, 27"})
  void everyCallOfTheClientWorks(ForeignClient client, int audible, int calls, @TempDir Path folder)
      throws Exception {
    client.tryHumming(folder, audible, calls);
  }
}
