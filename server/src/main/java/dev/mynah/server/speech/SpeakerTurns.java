package dev.mynah.server.speech;

import dev.mynah.server.failure.MynahException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Splits a text for several speakers at its marks: {@code <|speaker:0|>Hello. <|speaker:1|>Hi.} */
final class SpeakerTurns {
  private static final Pattern MARK = Pattern.compile("<\\|speaker:(\\d{1,4})\\|>");

  private SpeakerTurns() {}

  /**
   * What one speaker says before the next takes over.
   *
   * @param speaker which, from 0
   * @param text what
   */
  record Turn(int speaker, String text) {}

  /**
   * Returns the turns of a text.
   *
   * @param speakers how many there are
   * @param first whose turn it is before the first mark
   * @throws MynahException if a mark names a speaker that isn't there, or there is nothing to say
   */
  static List<Turn> of(String text, int speakers, int first) {
    List<Turn> turns = new ArrayList<>();
    Matcher mark = MARK.matcher(text);
    int speaker = first;
    int from = 0;
    while (mark.find()) {
      add(turns, speaker, text.substring(from, mark.start()));
      speaker = Integer.parseInt(mark.group(1));
      if (speaker >= speakers) {
        throw MynahException.invalid(
            "text",
            "text names speaker %d, but there %s, counted from 0."
                .formatted(
                    speaker, speakers == 1 ? "is one voice" : "are " + speakers + " voices"));
      }
      from = mark.end();
    }
    add(turns, speaker, text.substring(from));
    if (turns.isEmpty()) {
      throw MynahException.invalid("text", "text must hold something besides speaker marks.");
    }
    return turns;
  }

  private static void add(List<Turn> turns, int speaker, String text) {
    if (!text.isBlank()) {
      turns.add(new Turn(speaker, text));
    }
  }
}
