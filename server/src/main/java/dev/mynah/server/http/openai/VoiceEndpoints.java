package dev.mynah.server.http.openai;

import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.token.Principal;
import dev.mynah.server.voice.Voice;
import dev.mynah.server.voice.VoiceCatalogue;
import dev.mynah.server.voice.VoiceErasure;
import dev.mynah.server.voice.VoicePage;
import dev.mynah.server.voice.VoiceQuery;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Lists, shows and deletes voices, at {@code /v1/audio/voices}. */
final class VoiceEndpoints {
  /** OpenAI's own voices; an alias of each leads to a preset. */
  static final List<String> OPENAI_NAMES =
      List.of(
          "alloy", "ash", "ballad", "coral", "echo", "fable", "nova", "onyx", "sage", "shimmer",
          "verse", "marin", "cedar");

  private final VoiceCatalogue voices;
  private final OpenAiVoices names;
  private final VoiceErasure erasure;

  VoiceEndpoints(VoiceCatalogue voices, OpenAiVoices names, VoiceErasure erasure) {
    this.voices = voices;
    this.names = names;
    this.erasure = erasure;
  }

  /** {@code GET /v1/audio/voices}: newest first. */
  void list(Context context, Principal caller) {
    Cursor cursor = Cursor.of(context, VoiceQuery.MAX_PAGE_SIZE);
    List<Voice> found = new ArrayList<>();
    boolean more = collect(cursor, caller, found);
    List<OpenAiWire.Voice> data = found.stream().map(VoiceEndpoints::entity).toList();
    OpenAiCalls.send(
        context,
        new OpenAiWire.Voices(
            "list",
            data,
            data.isEmpty() ? null : data.getFirst().id(),
            data.isEmpty() ? null : data.getLast().id(),
            more,
            choices(data, caller)));
  }

  /** Fills a page and returns whether there is more after it. */
  private boolean collect(Cursor cursor, Principal caller, List<Voice> found) {
    boolean reached = cursor.after() == null;
    for (int number = 1; ; number++) {
      VoicePage page = voices.list(VoiceQuery.page(number, VoiceQuery.MAX_PAGE_SIZE), caller);
      for (Voice voice : page.items()) {
        if (!reached) {
          reached = voice.id().equals(cursor.after());
        } else if (found.size() == cursor.limit()) {
          return true;
        } else {
          found.add(voice);
        }
      }
      if (!page.hasMore()) {
        return requireReached(reached);
      }
    }
  }

  private static boolean requireReached(boolean reached) {
    if (!reached) {
      throw MynahException.invalid("after", "after names no voice of this list.");
    }
    return false;
  }

  private List<OpenAiWire.VoiceChoice> choices(List<OpenAiWire.Voice> data, Principal caller) {
    Stream<OpenAiWire.VoiceChoice> listed =
        data.stream().map(voice -> new OpenAiWire.VoiceChoice(voice.id(), voice.name()));
    Stream<OpenAiWire.VoiceChoice> aliases =
        OPENAI_NAMES.stream()
            .filter(name -> names.known(name, caller))
            .map(name -> new OpenAiWire.VoiceChoice(name, capitalized(name)));
    return Stream.concat(listed, aliases).toList();
  }

  private static String capitalized(String name) {
    return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }

  /** {@code GET /v1/audio/voices/{id}}. */
  void show(Context context, Principal caller) {
    OpenAiCalls.send(context, entity(names.named(context.pathParam("id"), caller)));
  }

  /**
   * {@code DELETE /v1/audio/voices/{id}}: by its id alone, so that no name is taken for another.
   */
  void delete(Context context, Principal caller) {
    String id = context.pathParam("id");
    try {
      erasure.erase(id, caller);
    } catch (MynahException e) {
      throw e.code() == ErrorCode.NOT_FOUND ? OpenAiVoices.missing() : e;
    }
    OpenAiCalls.send(context, new OpenAiWire.Deleted(id, "audio.voice.deleted", true));
  }

  static OpenAiWire.Voice entity(Voice voice) {
    return new OpenAiWire.Voice(
        voice.id(),
        "audio.voice",
        voice.createdAt().getEpochSecond(),
        voice.title(),
        "audio_sample");
  }
}
