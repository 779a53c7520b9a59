package dev.mynah.server.http.fish;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.wire.BodyRules;
import dev.mynah.server.http.wire.FormTree;
import dev.mynah.server.http.wire.Json;
import dev.mynah.server.http.wire.JsonFields;
import dev.mynah.server.http.wire.MessagePackTree;
import dev.mynah.server.http.wire.PlainErrors;
import dev.mynah.server.http.wire.RequestKeys;
import dev.mynah.server.http.wire.Routes;
import dev.mynah.server.http.wire.SentRecordings;
import dev.mynah.server.token.Principal;
import dev.mynah.server.token.Scope;
import dev.mynah.server.voice.CloneOrder;
import dev.mynah.server.voice.Recording;
import dev.mynah.server.voice.Visibility;
import dev.mynah.server.voice.Voice;
import dev.mynah.server.voice.VoiceErasure;
import dev.mynah.server.voice.VoiceNames;
import dev.mynah.server.voice.VoiceState;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;

/**
 * Voices by names their callers choose, under {@code /v1/references}, as fish-speech's own server
 * has them. It answers in msgpack unless JSON is asked for.
 */
public final class ReferenceEndpoints implements FishEndpoints {
  private static final String ROOT = "/v1/references";
  private static final String ID = "id";
  private static final String REFERENCE_ID = "reference_id";
  private static final String OLD_ID = "old_reference_id";
  private static final String NEW_ID = "new_reference_id";
  private static final String MESSAGE_PACK = "application/msgpack";
  private static final int MAX_TEXT_CHARS = 20_000;
  private static final int MAX_CONSENT_CHARS = 2_000;

  private final FishCalls calls;
  private final VoiceOrders orders;
  private final VoiceNames names;
  private final VoiceErasure erasure;
  private final BodyRules formRules;

  /**
   * @param maxFormBytes largest form with a recording
   */
  public ReferenceEndpoints(
      FishCalls calls,
      VoiceOrders orders,
      VoiceNames names,
      VoiceErasure erasure,
      long maxFormBytes) {
    this.calls = calls;
    this.orders = orders;
    this.names = names;
    this.erasure = erasure;
    this.formRules = BodyRules.withFiles(1).withFormBytes(maxFormBytes);
  }

  @Override
  public void addRoutes(RoutesConfig routes) {
    routes.post(ROOT + "/add", calls.behind(Scope.CLONE, this::add));
    Routes.get(routes, ROOT + "/list", this::list);
    routes.delete(ROOT + "/delete", this::delete);
    routes.post(ROOT + "/update", this::update);
  }

  private void add(Context context, Principal caller) {
    JsonFields body = calls.body(context, formRules);
    String id = body.requiredText(ID, Integer.MAX_VALUE);
    ObjectNode named = Json.object().put(REFERENCE_ID, id);
    answer(
        context,
        named,
        id,
        () -> {
          VoiceNames.requireName(ID, id);
          if (!RequestKeys.has(context)) { // a request that is repeated finds its own voice
            names.requireFree(ID, id, caller);
          }
          Voice voice = orders.make(context, order(body, id), body, caller);
          return voice.state() == VoiceState.TRAINED
              ? "Reference voice '" + id + "' was added."
              : "Reference voice '" + id + "' is still being made.";
        });
  }

  private static CloneOrder order(JsonFields body, String id) {
    Recording audio = SentRecordings.required(body, "audio");
    String text = body.text("text", MAX_TEXT_CHARS).orElse("");
    String consent = body.text("consent", MAX_CONSENT_CHARS).orElse(null);
    return new CloneOrder(
            List.of(audio),
            "audio",
            id,
            "",
            null,
            Visibility.PRIVATE,
            List.of(),
            List.of(text),
            consent)
        .named(id);
  }

  /** Shows voices of every origin, by their ids where they have no names. */
  private void list(Context context) {
    List<String> found = names.list(calls.caller(context));
    ObjectNode answer = Json.object().put("success", true);
    ArrayNode ids = answer.putArray("reference_ids");
    found.forEach(ids::add);
    send(context, 200, answer.put("message", "Found " + found.size() + " reference voices."));
  }

  private void delete(Context context) {
    Principal caller = calls.caller(context);
    JsonFields fields =
        context.queryParam(REFERENCE_ID) == null
            ? calls.body(context, BodyRules.SMALL)
            : FormTree.ofQuery(context);
    String id = fields.requiredText(REFERENCE_ID, Integer.MAX_VALUE);
    answer(
        context,
        Json.object().put(REFERENCE_ID, id),
        id,
        () -> {
          erasure.erase(id, caller);
          return "Reference voice '" + id + "' was deleted.";
        });
  }

  private void update(Context context) {
    Principal caller = calls.caller(context);
    JsonFields body = calls.body(context, BodyRules.SMALL);
    String id = body.requiredText(OLD_ID, Integer.MAX_VALUE);
    String other = body.requiredText(NEW_ID, Integer.MAX_VALUE);
    answer(
        context,
        Json.object().put(OLD_ID, id).put(NEW_ID, other),
        id,
        () -> {
          names.rename(id, other, caller);
          return "Reference voice '" + id + "' is now called '" + other + "'.";
        });
  }

  /** Does something about a reference; returns what to say of it. */
  @FunctionalInterface
  private interface Deed {
    String done();
  }

  /**
   * Answers how something went, also if it went wrong: in the shape of the rest, with the status
   * that the dialect's other paths tell besides. What breaks the schema is told as everywhere.
   */
  private static void answer(Context context, ObjectNode named, String id, Deed deed) {
    try {
      String message = deed.done();
      send(context, 200, named.put("success", true).put("message", message));
    } catch (MynahException e) {
      if (e.violation().isPresent() || e.code() == ErrorCode.INTERNAL) {
        throw e;
      }
      int status = PlainErrors.statusOf(e.code());
      String message =
          e.code() == ErrorCode.NOT_FOUND
              ? "Reference ID '" + id + "' does not exist."
              : PlainErrors.messageOf(e);
      PlainErrors.retryHeaders(e).forEach(context::header);
      send(
          context,
          status,
          named.put("success", false).put("status", status).put("message", message));
    }
  }

  private static void send(Context context, int status, ObjectNode body) {
    if (wantsJson(context)) {
      FishCalls.send(context, status, body);
    } else {
      context.status(status).contentType(MESSAGE_PACK).result(MessagePackTree.write(body));
    }
  }

  private static boolean wantsJson(Context context) {
    String accept = context.header("Accept");
    return "json".equalsIgnoreCase(context.queryParam("format"))
        || (accept != null && accept.toLowerCase(Locale.ROOT).contains("application/json"));
  }
}
