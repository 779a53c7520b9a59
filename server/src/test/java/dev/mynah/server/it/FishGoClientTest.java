package dev.mynah.server.it;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Go module for Fish Audio speaks with this server unmodified. {@link ClientWordsTest} is the
 * long form, which understands what it hears.
 */
final class FishGoClientTest {
  @Test
  void everyCallOfTheClientWorks(@TempDir Path folder) throws Exception {
    ForeignClient.FISH_GO.tryHumming(folder, 11, 21);
  }
}
