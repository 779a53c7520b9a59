package dev.mynah.server.http.platform;

import dev.mynah.server.blob.MediaLinks;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.wire.Answer;
import dev.mynah.server.http.wire.BodyReader;
import dev.mynah.server.http.wire.Dialect;
import dev.mynah.server.http.wire.UploadReader;
import dev.mynah.server.task.OnceOnly;
import dev.mynah.server.token.TokenService;
import dev.mynah.server.upload.UploadService;
import dev.mynah.server.usage.UsageHistory;
import io.javalin.config.RoutesConfig;
import java.time.Clock;

/** The paths under {@code /api/v1}: look after keys, see what they used, hand in files. */
public final class PlatformDialect implements Dialect {
  private static final String ROOT = "/api/v1";

  private final PlatformTokenEndpoints platformTokens;
  private final ApplicationEndpoints applications;
  private final CredentialEndpoints credentials;
  private final UsageEndpoints usage;
  private final FileEndpoint files;
  private final CatalogueEndpoints catalogue;

  /**
   * @param once makes keys of requests that have a name
   * @param maxTextCharacters longest text spoken at once, for {@code /config/}
   */
  public PlatformDialect(
      TokenService tokens,
      UsageHistory usage,
      UploadService uploads,
      OnceOnly once,
      MediaLinks links,
      BodyReader bodies,
      int maxTextCharacters,
      Clock clock) {
    PlatformCalls calls = new PlatformCalls(tokens, bodies);
    KeyMaker maker = new KeyMaker(tokens, once);
    this.platformTokens = new PlatformTokenEndpoints(calls, tokens, maker);
    this.applications = new ApplicationEndpoints(calls, tokens, once, clock);
    this.credentials = new CredentialEndpoints(calls, tokens, maker, new CredentialOrders(clock));
    this.usage = new UsageEndpoints(calls, usage, clock);
    this.files = new FileEndpoint(calls, new UploadReader(bodies), uploads, links);
    this.catalogue = new CatalogueEndpoints(uploads.settings(), maxTextCharacters);
  }

  @Override
  public boolean owns(String path) {
    return path.equals(ROOT) || path.startsWith(ROOT + "/");
  }

  @Override
  public void addRoutes(RoutesConfig routes) {
    platformTokens.addRoutes(routes, ROOT);
    applications.addRoutes(routes, ROOT);
    credentials.addRoutes(routes, ROOT);
    usage.addRoutes(routes, ROOT);
    files.addRoutes(routes, ROOT);
    catalogue.addRoutes(routes, ROOT);
  }

  @Override
  public Answer error(MynahException failure, String traceId) {
    return PlatformErrors.render(failure, traceId);
  }

  @Override
  public boolean openToAllOrigins() {
    return true;
  }
}
