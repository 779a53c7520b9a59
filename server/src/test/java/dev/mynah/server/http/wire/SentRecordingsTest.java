package dev.mynah.server.http.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.POJONode;
import dev.mynah.server.voice.Recording;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SentRecordingsTest {
  private static final byte[] FILE = new byte[20_000];

  @Test
  void readsBytesInEveryWriting() {
    String base64 = Base64.getEncoder().encodeToString(FILE);
    String numbers =
        IntStream.range(0, FILE.length).mapToObj(i -> "0").collect(Collectors.joining(","));

    for (String written :
        List.of(
            "\"" + base64 + "\"",
            "\"data:audio/wav;base64," + base64 + "\"",
            "{\"type\":\"Buffer\",\"data\":[" + numbers + "]}")) {
      JsonFields fields = JsonFields.ofBody(Json.read("{\"audio\":" + written + "}"));
      assertThat(SentRecordings.required(fields, "audio"))
          .isInstanceOfSatisfying(
              Recording.Bytes.class, bytes -> assertThat(bytes.bytes()).isEqualTo(FILE));
    }
  }

  @Test
  void readsBytesOfMsgpackAndFilesOfForms() {
    FormTree form = new FormTree();
    form.add("voices", new POJONode(new FormFile(Path.of("a"), 1, "", "")));
    form.add("voices", Json.object().binaryNode(FILE));

    List<Recording> recordings = SentRecordings.several(form.fields(), "voices", 2);

    assertThat(recordings.get(0)).isEqualTo(new Recording.LocalFile(Path.of("a")));
    assertThat(recordings.get(1)).isInstanceOf(Recording.Bytes.class);
    assertThatThrownBy(() -> SentRecordings.several(form.fields(), "voices", 1))
        .hasMessageContaining("at most 1");
  }

  @Test
  void anAddressIsNoFileYet() {
    JsonFields fields = JsonFields.ofBody(Json.read("{\"audio\":\" https://a.example/b.wav \"}"));

    assertThat(SentRecordings.one(fields, "audio"))
        .contains(new Recording.Url("https://a.example/b.wav"));
  }

  @Test
  void nothingIsNoFile() {
    JsonFields fields = JsonFields.ofBody(Json.read("{\"a\":\"\",\"b\":null}"));

    assertThat(SentRecordings.one(fields, "a")).isEmpty();
    assertThat(SentRecordings.one(fields, "b")).isEmpty();
    assertThat(SentRecordings.several(fields, "c", 1)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "true",
        "{}",
        "{\"type\":\"Buffer\",\"data\":[256]}",
        "{\"type\":\"Buffer\",\"data\":[]}",
        "{\"type\":\"Buffer\",\"data\":[1,\"a\"]}",
        "\"data:audio/wav,abc\""
      })
  void refusesWhatIsNoFile(String written) {
    JsonFields fields = JsonFields.ofBody(Json.read("{\"audio\":" + written + "}"));

    assertThatThrownBy(() -> SentRecordings.one(fields, "audio")).hasMessageContaining("audio");
  }
}
