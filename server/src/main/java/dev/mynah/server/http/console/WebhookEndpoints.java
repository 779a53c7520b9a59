package dev.mynah.server.http.console;

import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.wire.Query;
import dev.mynah.server.http.wire.Routes;
import dev.mynah.server.token.Principal;
import dev.mynah.server.webhook.WebhookDelivery;
import dev.mynah.server.webhook.WebhookPage;
import dev.mynah.server.webhook.WebhookQuery;
import dev.mynah.server.webhook.Webhooks;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

/**
 * Callbacks, their tries, and another chance for them. Administrators see everybody's, but not the
 * bodies of others', which hold what was made.
 */
public final class WebhookEndpoints implements ConsoleEndpoints {
  private static final String WEBHOOKS = "/console/api/webhooks";

  private final ConsoleCalls calls;
  private final Webhooks webhooks;

  public WebhookEndpoints(ConsoleCalls calls, Webhooks webhooks) {
    this.calls = calls;
    this.webhooks = webhooks;
  }

  @Override
  public void addRoutes(RoutesConfig routes) {
    Routes.get(routes, WEBHOOKS, this::list);
    Routes.get(routes, WEBHOOKS + "/{id}", this::show);
    routes.post(WEBHOOKS + "/{id}/replay", this::replay);
  }

  private void list(Context context) {
    Principal caller = watcher(context);
    Query query = new Query(context);
    WebhookPage page =
        webhooks.page(
            new WebhookQuery(
                ManageCalls.owner(query, caller),
                query.choice("state", WebhookDelivery.State.class),
                query.text("task_id").orElse(null),
                query.limit(),
                query.offset()));
    ConsoleCalls.send(
        context,
        200,
        new ManageWire.Page<>(
            page.total(), page.items().stream().map(ManageEntities::callback).toList()));
  }

  private void show(Context context) {
    Principal caller = watcher(context);
    ConsoleCalls.send(context, 200, detail(find(context, caller), caller));
  }

  private void replay(Context context) {
    Principal caller = calls.caller(context);
    ManageCalls.requireManager(caller);
    String id = find(context, caller).id();
    if (!webhooks.replay(id)) {
      throw missing();
    }
    ConsoleCalls.send(context, 202, detail(find(context, caller), caller));
  }

  private ManageWire.CallbackDetail detail(WebhookDelivery delivery, Principal caller) {
    boolean withheld =
        !delivery.origin().ownerId().equals(caller.ownerId()) || !ManageCalls.reads(caller);
    return new ManageWire.CallbackDetail(
        ManageEntities.callback(delivery),
        webhooks.tries(delivery.id()).stream()
            .map(made -> ManageEntities.attempt(delivery.id(), made))
            .toList(),
        withheld ? null : delivery.body(),
        withheld ? "withheld" : delivery.body() == null ? "unwritten" : "kept");
  }

  /** Whoever may read tasks or look after keys may see how their callbacks fare. */
  private Principal watcher(Context context) {
    Principal caller = calls.caller(context);
    if (!ManageCalls.reads(caller)) {
      ManageCalls.requireManager(caller);
    }
    return caller;
  }

  /** Returns a callback the caller may look at; missing and foreign are the same. */
  private WebhookDelivery find(Context context, Principal caller) {
    return webhooks
        .find(context.pathParam("id").strip())
        .filter(delivery -> ManageCalls.mayAsk(caller, delivery.origin().ownerId()))
        .orElseThrow(WebhookEndpoints::missing);
  }

  private static MynahException missing() {
    return MynahException.of(ErrorCode.NOT_FOUND, "There is no such callback.");
  }
}
