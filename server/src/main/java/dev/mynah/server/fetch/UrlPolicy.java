package dev.mynah.server.fetch;

import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.server.failure.MynahException;
import java.util.List;

/**
 * Checks URLs when a request comes in, before anything is accepted. Whoever later uses the URL vets
 * it anew: what a name leads to may have changed by then.
 */
public final class UrlPolicy {
  private final OutboundNetwork network;
  private final OwnFiles ownFiles;

  /** A policy that asks a public address of every URL. */
  public UrlPolicy(OutboundNetwork network) {
    this(network, OwnFiles.NONE);
  }

  /**
   * @param ownFiles links to these are good wherever this server's address lies; not for callbacks
   */
  public UrlPolicy(OutboundNetwork network, OwnFiles ownFiles) {
    this.network = network;
    this.ownFiles = ownFiles;
  }

  /**
   * Checks how a URL is written; asks no resolver.
   *
   * @param field wire name of the field that holds it, for messages
   * @throws MynahException with FETCH_REFUSED
   */
  public WebUrl parse(String field, String url) {
    try {
      return WebUrl.parse(url);
    } catch (FetchFailure e) {
      throw e.toMynahException(field);
    }
  }

  /**
   * Checks how a URL is written, and that every address of its host is public or the URL leads to a
   * file of our own. Opens no connection.
   *
   * @param field wire name of the field that holds it, for messages
   * @throws MynahException with FETCH_REFUSED
   */
  public WebUrl vet(String field, String url) {
    WebUrl parsed = parse(field, url);
    if (ownFiles.find(url).isPresent()) {
      return parsed;
    }
    try {
      return vet(url);
    } catch (FetchFailure e) {
      throw e.toMynahException(field);
    }
  }

  /** As {@link #vet(String, String)}, but lets a name through that can't be resolved now. */
  void vetCallback(String field, String url) {
    try {
      WebUrl unused = vet(url);
    } catch (FetchFailure e) {
      if (e.kind() != FailureKind.UNRESOLVED && e.kind() != FailureKind.TIMED_OUT) {
        throw e.toMynahException(field);
      }
    }
  }

  private WebUrl vet(String url) throws FetchFailure {
    try (FetchGuard guard = network.guard(OutboundNetwork.RESOLVE_TIMEOUT, CancelSignal.NEVER)) {
      WebUrl parsed = WebUrl.parse(url);
      List<?> unused = network.vettedAddresses(parsed, guard);
      return parsed;
    }
  }
}
