package dev.mynah.server.it;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Both of npm's clients for Fish Audio speak with this server unmodified. {@link ClientWordsTest}
 * is the long form, which understands what it hears.
 */
final class FishJavaScriptClientTest {
  @ParameterizedTest
  @CsvSource({"FISH_AUDIO_JAVASCRIPT, 16, 30", "FISH_AUDIO_SDK_JAVASCRIPT, 11, 23"})
  void everyCallOfTheClientWorks(ForeignClient client, int audible, int calls, @TempDir Path folder)
      throws Exception {
    client.tryHumming(folder, audible, calls);
  }
}
