package dev.mynah.server.http.document;

import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.wire.Answer;
import dev.mynah.server.http.wire.Dialect;
import dev.mynah.server.http.wire.PlainErrors;
import dev.mynah.server.http.wire.Routes;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Set;

/** {@code /openapi.yaml} and {@code /openapi.json}. No key is asked for. */
public final class DocumentDialect implements Dialect {
  private static final String YAML_PATH = "/openapi.yaml";
  private static final String JSON_PATH = "/openapi.json";
  private static final Set<String> PATHS = Set.of(YAML_PATH, JSON_PATH);
  private static final String YAML_TYPE = "application/yaml"; // RFC 9512

  private final ApiDocument document;

  public DocumentDialect(ApiDocument document) {
    this.document = document;
  }

  @Override
  public boolean owns(String path) {
    return PATHS.contains(path);
  }

  @Override
  public void addRoutes(RoutesConfig routes) {
    Routes.get(routes, YAML_PATH, context -> send(context, YAML_TYPE, document.yaml()));
    Routes.get(routes, JSON_PATH, context -> send(context, Answer.CONTENT_TYPE, document.json()));
  }

  @Override
  public Answer error(MynahException failure, String traceId) {
    return PlainErrors.render(failure, traceId);
  }

  @Override
  public boolean openToAllOrigins() {
    return false;
  }

  private static void send(Context context, String type, byte[] body) {
    context.contentType(type).result(body);
  }
}
