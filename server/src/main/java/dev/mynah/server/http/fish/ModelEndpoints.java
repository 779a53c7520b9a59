package dev.mynah.server.http.fish;

import dev.mynah.server.http.entity.ModelEntities;
import dev.mynah.server.http.entity.ModelEntity;
import dev.mynah.server.http.wire.BodyRules;
import dev.mynah.server.http.wire.FormTree;
import dev.mynah.server.http.wire.JsonFields;
import dev.mynah.server.http.wire.Routes;
import dev.mynah.server.token.Principal;
import dev.mynah.server.token.Scope;
import dev.mynah.server.voice.CloneOrder;
import dev.mynah.server.voice.PictureFetcher;
import dev.mynah.server.voice.Voice;
import dev.mynah.server.voice.VoiceCatalogue;
import dev.mynah.server.voice.VoiceChanges;
import dev.mynah.server.voice.VoiceErasure;
import dev.mynah.server.voice.VoicePage;
import dev.mynah.server.voice.VoiceQuery;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.regex.Pattern;

/** Voices, under {@code /model}. */
public final class ModelEndpoints implements FishEndpoints {
  private static final String ROOT = "/model";

  /** How deep others' voices can be listed. One's own can be listed to the last. */
  private static final long WINDOW = 1_000;

  private static final int COVERS = 1;
  private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");

  private final FishCalls calls;
  private final VoiceCatalogue voices;
  private final VoiceOrders orders;
  private final VoiceErasure erasure;
  private final PictureFetcher pictures;
  private final ModelEntities entities;
  private final BodyRules formRules;

  /**
   * @param pictures downloads covers that are named by their URL when a voice is changed
   * @param maxFormBytes largest form with recordings
   */
  public ModelEndpoints(
      FishCalls calls,
      VoiceCatalogue voices,
      VoiceOrders orders,
      VoiceErasure erasure,
      PictureFetcher pictures,
      ModelEntities entities,
      long maxFormBytes) {
    this.calls = calls;
    this.voices = voices;
    this.orders = orders;
    this.erasure = erasure;
    this.pictures = pictures;
    this.entities = entities;
    this.formRules =
        BodyRules.withFiles(CloneOrder.MAX_RECORDINGS + COVERS).withFormBytes(maxFormBytes);
  }

  @Override
  public void addRoutes(RoutesConfig routes) {
    Routes.get(routes, ROOT, this::list);
    routes.post(ROOT, calls.behind(Scope.CLONE, this::create));
    Routes.get(routes, ROOT + "/{id}", this::show);
    routes.patch(ROOT + "/{id}", this::change);
    routes.delete(ROOT + "/{id}", this::delete);
  }

  private void create(Context context, Principal caller) {
    JsonFields body = calls.body(context, formRules);
    Voice voice = orders.make(context, ModelOrders.made(body), body, caller);
    FishCalls.send(context, 201, FishModel.of(entities.model(voice, caller)));
  }

  /** Works without a key, but for one's own voices. */
  private void list(Context context) {
    Principal shown = calls.callerIfAny(context).orElse(Principal.ANONYMOUS);
    VoiceQuery query = ModelQueries.of(FormTree.ofQuery(context));
    Principal caller = query.self() ? calls.caller(context) : shown;
    VoicePage page = voices.list(query, caller);
    List<FishModel> items =
        page.items().stream().map(voice -> FishModel.of(entities.model(voice, caller))).toList();
    FishCalls.send(context, 200, query.self() ? whole(page, items) : window(page, items, query));
  }

  private static FishModel.Page whole(VoicePage page, List<FishModel> items) {
    return new FishModel.Page(page.total(), items, page.hasMore(), null, null, false, true);
  }

  private static FishModel.Page window(VoicePage page, List<FishModel> items, VoiceQuery query) {
    long skipped = (long) (query.pageNumber() - 1) * query.pageSize();
    long room = Math.max(0, WINDOW - skipped);
    List<FishModel> within = items.subList(0, (int) Math.min(room, items.size()));
    long bound = Math.min(page.total(), WINDOW);
    return new FishModel.Page(
        page.total(),
        within,
        skipped + within.size() < bound && !within.isEmpty(),
        WINDOW,
        bound,
        page.total() > WINDOW,
        true);
  }

  private void show(Context context) {
    Principal caller = calls.callerIfAny(context).orElse(Principal.ANONYMOUS);
    String id = context.pathParam("id");
    Voice voice = voices.visible(id, caller);
    ModelEntity entity = entities.model(voice, caller);
    // Clients may compare, so an id from elsewhere that stands for the voice is shown as its own.
    FishCalls.send(
        context, 200, FishModel.of(ID.matcher(id).matches() ? entity.withId(id) : entity));
  }

  /** Answers with an empty body, as the service this dialect comes from does. */
  private void change(Context context) {
    Principal caller = calls.caller(context);
    VoiceChanges changes =
        hasBody(context)
            ? ModelOrders.changed(calls.body(context, formRules), pictures)
            : VoiceChanges.NONE;
    voices.update(context.pathParam("id"), changes, caller);
    FishCalls.sendNothing(context);
  }

  /** A client that was given nothing to change sends nothing. */
  private static boolean hasBody(Context context) {
    return context.req().getContentLengthLong() > 0 || context.header("Transfer-Encoding") != null;
  }

  private void delete(Context context) {
    erasure.erase(context.pathParam("id"), calls.caller(context));
    FishCalls.sendNothing(context);
  }
}
