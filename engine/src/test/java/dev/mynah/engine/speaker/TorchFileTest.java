package dev.mynah.engine.speaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TorchFileTest {
  private static final String MAGIC = "80028a0a6cfc9c46f9206aa850192e";
  private static final String PROTOCOL = "80024de9032e";
  private static final String FACTS = "80027d2e";

  @TempDir private Path folder;

  @Test
  void readsTheTensorsOfOneDictionaryAndPassesOverTheOthers() throws IOException {
    Map<String, TorchFile.Tensor> tensors = TorchFile.read(file(checkpoint()), "model_state");

    assertThat(tensors).containsOnlyKeys("weight");
    for (TorchFile.Tensor tensor : tensors.values()) {
      assertThat(tensor.shape()).containsExactly(2, 3);
      assertThat(tensor.values()).containsExactly(1, 2, 3, 4, 5, 6);
    }
  }

  @Test
  void saysWhatIsMissing() throws IOException {
    Path file = file(checkpoint());
    assertThatThrownBy(() -> TorchFile.read(file, "weights"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("holds no weights");
  }

  @Test
  void refusesAFileCutShortAnywhere() throws IOException {
    byte[] whole = checkpoint();
    for (int length = 0; length < whole.length; length++) {
      Path file = file(Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> TorchFile.read(file, "model_state"))
          .as("%d bytes of %d", length, whole.length)
          .isInstanceOf(IOException.class);
    }
  }

  /**
   * Whatever a damaged file holds, it is read or refused; no other exception and no class comes of
   * it.
   */
  @Test
  void readsOrRefusesDamagedFiles() throws IOException {
    Random random = new Random(11);
    byte[] whole = checkpoint();
    int refused = 0;
    for (int round = 0; round < 600; round++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      try {
        TorchFile.read(file(damaged), "model_state");
      } catch (IOException e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(150, 600);
  }

  @Test
  void callsNothingAPickleNames() throws IOException {
    ByteArrayOutputStream out = start();
    out.writeBytes(ascii("\u0080\u0002cos\nsystem\nX"));
    out.writeBytes(new byte[] {4, 0, 0, 0});
    out.writeBytes(ascii("true\u0085R."));
    Path file = file(out.toByteArray());
    assertThatThrownBy(() -> TorchFile.read(file, "model_state")).isInstanceOf(IOException.class);
  }

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("checkpoint.pt"), bytes);
  }

  private static ByteArrayOutputStream start() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (String pickle : List.of(MAGIC, PROTOCOL, FACTS)) {
      out.writeBytes(HexFormat.of().parseHex(pickle));
    }
    return out;
  }

  /** A tensor of 2 rows of 3, one value into its storage, behind a storage that isn't wanted. */
  private static byte[] checkpoint() {
    ByteArrayOutputStream out = start();
    out.writeBytes(ascii("\u0080\u0002}"));
    text(out, "model_state");
    out.writeBytes(ascii("ccollections\nOrderedDict\n)R("));
    text(out, "weight");
    out.writeBytes(ascii("ctorch._utils\n_rebuild_tensor_v2\n(("));
    text(out, "storage");
    out.writeBytes(ascii("ctorch\nFloatStorage\n"));
    text(out, "77");
    text(out, "cpu");
    out.writeBytes(ascii("K\u0007NtQK\u0001K\u0002K\u0003\u0086K\u0003K\u0001\u0086\u0089)tRus."));
    out.writeBytes(ascii("\u0080\u0002](")); // the list of storages
    text(out, "5");
    text(out, "77");
    out.writeBytes(ascii("e."));
    storage(out, 9, 9);
    storage(out, 0, 1, 2, 3, 4, 5, 6);
    return out.toByteArray();
  }

  private static void text(ByteArrayOutputStream out, String text) {
    out.write('X');
    out.writeBytes(new byte[] {(byte) text.length(), 0, 0, 0});
    out.writeBytes(ascii(text));
  }

  private static void storage(ByteArrayOutputStream out, float... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Long.BYTES + Float.BYTES * values.length)
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(values.length);
    for (float value : values) {
      bytes.putFloat(value);
    }
    out.writeBytes(bytes.array());
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
