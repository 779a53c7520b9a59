package dev.mynah.client;

/** A request that no service would take; nothing was sent. {@link #field()} names what is wrong. */
public final class InvalidRequestException extends MynahClientException {
  private static final long serialVersionUID = 1L;

  InvalidRequestException(String field, String complaint) {
    super(field + " " + complaint, Details.ofField(field), null);
  }
}
