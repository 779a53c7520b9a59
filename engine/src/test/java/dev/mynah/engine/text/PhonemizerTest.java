package dev.mynah.engine.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mynah.engine.testing.LarkModel;
import dev.mynah.engine.text.pronounce.Accent;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How texts are read aloud, seen from outside. */
class PhonemizerTest {
  private static TextAssets assets;
  private static Phonemizer american;
  private static Phonemizer british;

  @BeforeAll
  static void load() throws IOException {
    assets = TextAssets.load(LarkModel.directory());
    american = assets.phonemizer(Accent.US);
    british = assets.phonemizer(Accent.GB);
  }

  @AfterAll
  static void close() throws IOException {
    if (assets != null) {
      assets.close();
    }
  }

  private static String say(String text) {
    return String.join(
        " | ", american.phonemize(text).stream().map(PhonemeSentence::phonemes).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Hello there.                | həlˈO ðˈɛɹ.
          the apple and the pear      | ði ˈæpᵊl ænd ðə pˈɛɹ
          An owl to eat, a cow to see | ɐn ˈWl tʊ ˈit, ɐ kˈW tə sˈi
          He read it. Read it!        | hˌi ɹˈɛd ɪt. ǁ ɹˈid ɪt!
          We used to sing.            | wˌi jˈust tə sˈɪŋ.
          I used two spoons.          | ˌI jˈuzd tˈu spˈunz.
          cats, dogs, horses          | kˈæts, dˈɔɡz, hˈɔɹsᵻz
          the FBI                     | ði ˌɛfbˌiˈI
          face2face                   | fˈAstəfˈAs
          Is it in?                   | ˌɪz ɪt ˈɪn?
          """)
  void saysWordsAsTheyStandInTheSentence(String text, String phonemes) {
    assertThat(say(text)).isEqualTo(phonemes.replace('ǁ', '|'));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          On 3/15/2024                 | On March fifteenth, 2024
          On 2024-03-15                | On March fifteenth, 2024
          On 15 March                  | On the fifteenth of March
          at 7:05 pm                   | at seven oh five P.M.
          at 14:00                     | at fourteen o'clock
          from 9:30-10:15              | from nine thirty to ten fifteen
          On 15.3.2024                 | On March fifteenth, 2024
          from 9am-5pm                 | from nine A.M. to five P.M.
          €1.2bn                       | 1.2 billion euros
          5 - 3 = 2                    | five minus three equals two
          x ≤ 9                        | x is at most nine
          It weighs 5kg                | It weighs 5 kilograms
          30 m² of floor               | 30 square meters of floor
          5'10" tall                   | 5 foot 10 tall
          It is -4 °C                  | It is minus four degrees Celsius
          $3.2M                        | 3.2 million dollars
          about ¥500                   | about five hundred yen
          1/2 a cup                    | one half a cup
          2½ cups                      | two and a half cups
          2 1/2 cups                   | two and a half cups
          open 24/7                    | open twenty-four seven
          King Henry VIII              | King Henry the eighth
          Chapter IV                   | Chapter four
          Prof. Higgins                | Professor Higgins
          pages 10-15                  | pages ten to fifteen
          I know C# and .NET           | I know C sharp and dot net
          x = 5                        | x equals five
          See example.org              | See example dot org
          https://www.example.com/news | example dot com slash news
          Ring (212) 555-0199          | Ring two one two, five five five, zero one nine nine
          jo@example.com               | jo at example dot com
          # Heading                    | Heading
          - item                       | item
          **bold** words               | bold words
          """)
  void readsWrittenShorthandLikeItsWords(String shorthand, String words) {
    assertThat(say(shorthand)).isEqualTo(say(words));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          $5        | fˈIv dˈɑləɹz
          $1        | wˈʌn dˈɑləɹ
          $1.5      | wˈʌn dˈɑləɹ ænd fˈɪfti sˈɛnts
          £0.01     | wˈʌn pˈɛni
          £2.50     | tˈu pˈWndz ænd fˈɪfti pˈɛns
          1984      | nˌIntˈin ˈATi fˈɔɹ
          1905      | nˌIntˈin ˈO fˈIv
          2005      | tˈu θˈWzᵊnd fˈIv
          the 1990s | ðə nˌIntˈin nˈIndiz
          21st      | twˈɛnti fˈɜɹst
          3.10      | θɹˈi pYnt wˈʌn zˈɪɹO
          1.2.3     | wˈʌn tˈu θɹˈi
          1,000,000 | wˈʌn mˈɪljᵊn
          """)
  void saysNumbersByWhatTheyAre(String number, String phonemes) {
    assertThat(say(number)).isEqualTo(phonemes);
  }

  @Test
  void speaksBritishEnglish() {
    assertThat(british.phonemize("The car was waiting for the glasses."))
        .singleElement()
        .extracting(PhonemeSentence::phonemes)
        .isEqualTo("ðə kˈɑː wɒz wˈAtɪŋ fɔː ðə ɡlˈɑːsɪz.");
  }

  @Test
  void takesPronunciationsFromTheText() {
    assertThat(say("Say [Mynah](/mˈInə/) now.")).isEqualTo("sˈA mˈInə nˈW.");
    assertThat(say("Say <|phoneme_start|>HH AH0 L OW1<|phoneme_end|> now."))
        .isEqualTo("sˈA həlˈO nˈW.");
    assertThat(say("Read [this](https://example.com/a) now.")).isEqualTo(say("Read this now."));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      textBlock =
          """
          <|speaker:0|>Hello there. ¦ Hello there.
          [laugh] That is funny. ¦ That is funny.
          That is funny (laughing) indeed. ¦ That is funny indeed.
          (excited) We won! ¦ We won!
          <|phoneme_start|>zhong1 guo2<|phoneme_end|>Hello. ¦ Hello.
          <|whatever|>Hello. ¦ Hello.
          """)
  void leavesStageDirectionsUnspoken(String text, String spoken) {
    assertThat(say(text)).isEqualTo(say(spoken));
  }

  @Test
  void keepsMoodsInBracketsInsideASentence() {
    assertThat(say("He was (sad) then.")).isEqualTo("hˌi wʌz (sˈæd) ðˈɛn.");
  }

  @Test
  void dropsInvisibleAndUnspeakableCharacters() {
    assertThat(say("Hel\u200Blo\u202E there\u0000, \uD800you 😀 all."))
        .isEqualTo(say("Hello there, you all."));
  }

  @Test
  void namesEmojiOnlyWhereThereIsNothingElse() {
    assertThat(say("👍")).isEqualTo(say("thumbs up"));
    assertThat(say("🚀🚀🎉")).isEqualTo(say("rocket, party popper"));
    assertThat(say("Great 👍")).isEqualTo(say("Great"));
  }

  @Test
  void readsALoneForeignWordByItsLetters() {
    assertThat(say("They call it Москва here.")).isEqualTo(say("They call it Moskva here."));
    assertThat(say("They call it 東京 here.")).isEqualTo(say("They call it here."));
  }

  @Test
  void pointsToWhereEachSentenceStood() {
    String text = "  First one. Second one!\n\nThird.";
    List<PhonemeSentence> sentences = american.phonemize(text);
    assertThat(sentences.stream().map(s -> text.substring(s.start(), s.end())))
        .containsExactly("First one.", "Second one!", "Third.");
    assertThat(sentences.stream().map(PhonemeSentence::endsParagraph))
        .containsExactly(false, true, true);
  }

  @Test
  void neverExceedsWhatTheNetworkTakes() {
    String text = "nothing but words without any stop ".repeat(60);
    List<PhonemeSentence> sentences = american.phonemize(text);
    assertThat(sentences).hasSizeGreaterThan(3);
    assertThat(sentences)
        .allSatisfy(
            s -> assertThat(s.phonemes().length()).isLessThanOrEqualTo(Phonemizer.MAX_PHONEMES));
    assertThat(sentences.subList(0, sentences.size() - 1))
        .extracting(PhonemeSentence::ending)
        .contains(PhonemeSentence.Ending.CLAUSE);
    String together = String.join(" ", sentences.stream().map(PhonemeSentence::phonemes).toList());
    assertThat(together.split("ˈ", -1)).hasSizeGreaterThan(60 * 4);
  }

  @Test
  void givesTheNetworkItsNumbers() {
    assertThat(assets.vocabulary().ids("həlˈO.")).containsExactly(0, 50, 83, 54, 156, 31, 4, 0);
    assertThat(assets.vocabulary().ids("☃")).containsExactly(0, 0);
  }
}
