package dev.mynah.server.http.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import org.junit.jupiter.api.Test;

final class FormTreeTest {

  @Test
  void readsFieldsThatComeOnceOrOften() {
    JsonFields form =
        FormTree.ofUrlEncoded(
            "title=A+B%26&tags=x&tags=y&tag%5B%5D=z&texts[0]=p&texts[1]=q&empty=");

    assertThat(form.text("title", 9)).contains("A B&");
    assertThat(form.texts("tags", 9, 9)).containsExactly("x", "y");
    assertThat(form.texts("tag", 9, 9)).containsExactly("z");
    assertThat(form.texts("texts", 9, 9)).containsExactly("p", "q");
    assertThat(form.text("empty", 9)).contains("");
    assertThat(form.has("absent")).isFalse();
  }

  @Test
  void textsMeanWhatTheirFieldIs() {
    JsonFields form =
        FormTree.ofUrlEncoded("rate=44100&half=.5&flag=True&off=0&none=&p=%7B%22speed%22%3A2%7D");

    assertThat(form.whole("rate", 0, 50_000)).hasValue(44_100);
    assertThat(form.number("half", 0, 1)).hasValue(0.5);
    assertThat(form.flag("flag", false)).isTrue();
    assertThat(form.flag("off", true)).isFalse();
    assertThat(form.whole("none", 0, 1)).isEmpty();
    assertThat(form.object("p").orElseThrow().number("speed", 0, 2)).hasValue(2);
  }

  @Test
  void refusesWhatIsBrokenOrTooMuch() {
    assertThatThrownBy(() -> FormTree.ofUrlEncoded("a=%zz"))
        .isInstanceOf(MynahException.class)
        .extracting(e -> ((MynahException) e).code())
        .isEqualTo(ErrorCode.MALFORMED_BODY);
    assertThatThrownBy(() -> FormTree.ofUrlEncoded("a=1&".repeat(1_001)))
        .hasMessageContaining("1000 fields");
  }
}
