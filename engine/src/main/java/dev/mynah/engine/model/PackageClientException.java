package dev.mynah.engine.model;

/** A package client is missing or failed; the message says what to do. */
public final class PackageClientException extends Exception {
  private static final long serialVersionUID = 1L;

  public PackageClientException(String message) {
    super(message);
  }
}
