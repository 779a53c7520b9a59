package dev.mynah.client;

import org.jspecify.annotations.Nullable;

/** There was no answer, or it broke off: nobody listens there, or the connection was lost. */
public final class ConnectionException extends MynahClientException {
  private static final long serialVersionUID = 1L;

  private final boolean beforeSending;

  ConnectionException(String message, boolean beforeSending, @Nullable Throwable cause) {
    super(message, Details.NONE, cause);
    this.beforeSending = beforeSending;
  }

  /**
   * Returns whether no connection came about at all, so that the service can't have done a thing.
   */
  public boolean isBeforeSending() {
    return beforeSending;
  }
}
