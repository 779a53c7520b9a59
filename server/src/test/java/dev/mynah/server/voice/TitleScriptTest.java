package dev.mynah.server.voice;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TitleScriptTest {

  @ParameterizedTest
  @CsvSource({
    "Ann's voice, LATIN",
    "Élodie, LATIN",
    "小明的声音, HAN",
    "ゆきの声, KANA",
    "목소리, HANGUL",
    "Голос Анны, CYRILLIC",
    "صوت, ARABIC",
    "Tom 配音 演员, HAN",
    "1234 !, OTHER",
    "'', OTHER",
  })
  void tellsTheLettersOfATitle(String title, TitleScript script) {
    assertThat(TitleScript.of(title)).isEqualTo(script);
  }

  @ParameterizedTest
  @CsvSource({
    "en, LATIN, true",
    "de, LATIN, true",
    "zh-CN, HAN, true",
    "ja, KANA, true",
    "ja, HAN, true",
    "ja, LATIN, false",
    "ru, CYRILLIC, true",
    "zz, LATIN, false",
    "'', LATIN, false",
    "'1 = 1', LATIN, false",
  })
  void knowsWhatALanguageIsWrittenIn(String language, TitleScript script, boolean written) {
    assertThat(TitleScript.ofLanguage(language).contains(script)).isEqualTo(written);
  }
}
