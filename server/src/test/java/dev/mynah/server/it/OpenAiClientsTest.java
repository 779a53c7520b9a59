package dev.mynah.server.it;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * OpenAI's clients for Python and JavaScript speak with this server unmodified. {@link
 * ClientWordsTest} is the long form, which understands what it hears.
 */
final class OpenAiClientsTest {
  @ParameterizedTest
  @CsvSource({"OPENAI_PYTHON, 17, 29", "OPENAI_JAVASCRIPT, 12, 18"})
  void everyCallOfTheClientWorks(ForeignClient client, int audible, int calls, @TempDir Path folder)
      throws Exception {
    client.tryHumming(folder, audible, calls);
  }
}
