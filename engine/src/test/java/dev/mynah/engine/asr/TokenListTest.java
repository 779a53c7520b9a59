package dev.mynah.engine.asr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenListTest {
  private static final String LINES = "<unk>\n<s>\n</s>\n<0xC3>\n<0xA9>\n\u2581caf\n\u2581and";

  @TempDir Path folder;

  @Test
  void readsTheListOutOfItsScript() throws Exception {
    TokenList tokens = TokenList.read(script(LINES.getBytes(StandardCharsets.UTF_8)));

    assertThat(tokens.size()).isEqualTo(7);
    assertThat(tokens.text(new int[] {1, 5, 3, 4, 6, 2})).isEqualTo("café and");
  }

  @Test
  void passesOverTokensWithoutAText() throws Exception {
    TokenList tokens = TokenList.read(script(LINES.getBytes(StandardCharsets.UTF_8)));

    assertThat(tokens.text(new int[] {6, 32_700, 0, 6})).isEqualTo("and and");
    assertThat(tokens.text(new int[0])).isEmpty();
  }

  @Test
  void refusesAScriptWithoutAList() throws Exception {
    Path other = Files.writeString(folder.resolve("other.js"), "const other = \"\";");
    Path damaged = Files.writeString(folder.resolve("damaged.js"), "llama_vocab_base64 = \"a?b\";");

    assertThatThrownBy(() -> TokenList.read(other))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("holds no list of tokens");
    assertThatThrownBy(() -> TokenList.read(damaged))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("damaged");
  }

  private Path script(byte[] lines) throws IOException {
    String base64 = Base64.getEncoder().encodeToString(lines);
    return Files.writeString(
        folder.resolve("tokens.js"), "a();\nconst llama_vocab_base64 = \"" + base64 + "\"\nb();");
  }
}
