package dev.mynah.server.http.openai;

import dev.mynah.server.consent.Consent;
import dev.mynah.server.consent.ConsentPage;
import dev.mynah.server.consent.ConsentService;
import dev.mynah.server.http.wire.BodyRules;
import dev.mynah.server.http.wire.JsonFields;
import dev.mynah.server.http.wire.RequestBodies;
import dev.mynah.server.token.Principal;
import io.javalin.http.Context;

/** Takes in and shows recordings of consent, at {@code /v1/audio/voice_consents}. */
final class ConsentEndpoints {
  private static final String OBJECT = "audio.voice_consent";
  private static final int DEFAULT_LIMIT = 20;
  private static final int MAX_NAME_CHARS = 500;
  private static final int MAX_LANGUAGE_CHARS = 35;
  private static final long FORM_BYTES = 1 << 20; // what a form holds besides its file

  /** One recording, in a form. */
  private static final BodyRules RECORDING =
      BodyRules.withFiles(1).withFormBytes(ConsentService.MAX_BYTES + FORM_BYTES);

  private final RequestBodies bodies;
  private final ConsentService consents;

  ConsentEndpoints(RequestBodies bodies, ConsentService consents) {
    this.bodies = bodies;
    this.consents = consents;
  }

  /** {@code POST /v1/audio/voice_consents}. */
  void add(Context context, Principal caller) {
    JsonFields form = bodies.read(context, RECORDING);
    String name = form.requiredText("name", MAX_NAME_CHARS);
    String language = form.requiredText("language", MAX_LANGUAGE_CHARS);
    send(context, consents.add(name, language, FormFiles.path(form, "recording"), caller));
  }

  /** {@code GET /v1/audio/voice_consents}: newest first. */
  void list(Context context, Principal caller) {
    Cursor cursor = Cursor.of(context, DEFAULT_LIMIT);
    ConsentPage page = consents.list(cursor.limit(), cursor.after(), caller);
    OpenAiCalls.send(
        context,
        OpenAiWire.Page.of(
            page.items().stream().map(ConsentEndpoints::entity).toList(),
            OpenAiWire.Consent::id,
            page.hasMore()));
  }

  /** {@code GET /v1/audio/voice_consents/{id}}. */
  void show(Context context, Principal caller) {
    send(context, consents.find(context.pathParam("id"), caller));
  }

  /** {@code POST /v1/audio/voice_consents/{id}}: another name. */
  void rename(Context context, Principal caller) {
    String name = bodies.read(context, BodyRules.SMALL).requiredText("name", MAX_NAME_CHARS);
    send(context, consents.rename(context.pathParam("id"), name, caller));
  }

  /** {@code DELETE /v1/audio/voice_consents/{id}}. */
  void delete(Context context, Principal caller) {
    String id = context.pathParam("id");
    consents.delete(id, caller);
    OpenAiCalls.send(context, new OpenAiWire.Deleted(id, OBJECT, true));
  }

  private static void send(Context context, Consent consent) {
    OpenAiCalls.send(context, entity(consent));
  }

  private static OpenAiWire.Consent entity(Consent consent) {
    return new OpenAiWire.Consent(
        consent.id(),
        OBJECT,
        consent.createdAt().getEpochSecond(),
        consent.name(),
        consent.language());
  }
}
