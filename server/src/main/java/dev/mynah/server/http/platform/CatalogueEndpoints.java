package dev.mynah.server.http.platform;

import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.wire.Query;
import dev.mynah.server.http.wire.Routes;
import dev.mynah.server.http.wire.ServiceApi;
import dev.mynah.server.upload.UploadSettings;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Arrays;
import java.util.List;

/**
 * What there is to use: the one service, its paths, its models, its limits. The same for everybody,
 * so no key is asked for, as clients expect.
 */
final class CatalogueEndpoints {
  /** Values of the header {@code model} that clients choose from. */
  private static final List<String> MODELS = List.of("s1", "s2-pro", "s2.1-pro");

  private final PlatformWire.Config config;

  CatalogueEndpoints(UploadSettings uploads, int maxTextCharacters) {
    this.config =
        new PlatformWire.Config(
            PlatformWire.Service.FISH,
            apis(),
            new PlatformWire.Limits(
                maxTextCharacters,
                uploads.maxBytes(),
                uploads.maxOwnerBytes(),
                uploads.lifetime().toSeconds()));
  }

  void addRoutes(RoutesConfig routes, String root) {
    Routes.get(routes, root + "/models", CatalogueEndpoints::models);
    Routes.get(routes, root + "/config", this::config);
    Routes.get(routes, root + "/services", CatalogueEndpoints::services);
    Routes.get(routes, root + "/services/{id}", CatalogueEndpoints::service);
    Routes.get(routes, root + "/apis", CatalogueEndpoints::listApis);
  }

  private static void models(Context context) {
    PlatformCalls.sendPage(
        context,
        new Query(context),
        MODELS.stream()
            .map(
                id ->
                    new PlatformWire.Model(id, "model", id, "tts", PlatformWire.Service.FISH.id()))
            .toList());
  }

  private void config(Context context) {
    PlatformCalls.send(context, 200, config);
  }

  private static void services(Context context) {
    Query query = new Query(context);
    boolean asked = query.texts("id").stream().allMatch(PlatformWire.Service::isFish);
    PlatformCalls.sendPage(context, query, asked ? List.of(PlatformWire.Service.FISH) : List.of());
  }

  private static void service(Context context) {
    if (!PlatformWire.Service.isFish(context.pathParam("id"))) {
      throw MynahException.of(ErrorCode.NOT_FOUND, "There is no such service.");
    }
    PlatformCalls.send(context, 200, PlatformWire.Service.FISH);
  }

  private static void listApis(Context context) {
    Query query = new Query(context);
    boolean asked = query.texts("service").stream().allMatch(PlatformWire.Service::isFish);
    List<String> paths = query.texts("path");
    PlatformCalls.sendPage(
        context,
        query,
        apis().stream()
            .filter(api -> asked && (paths.isEmpty() || paths.contains(api.path())))
            .toList());
  }

  private static List<PlatformWire.Api> apis() {
    return Arrays.stream(ServiceApi.values()).map(PlatformWire.Api::of).toList();
  }
}
