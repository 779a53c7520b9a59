package dev.mynah.client;

/** The {@link Service} can't do what was asked of it; nothing was sent. */
public final class UnsupportedByServiceException extends MynahClientException {
  private static final long serialVersionUID = 1L;

  private final Service service;
  private final Capability capability;

  UnsupportedByServiceException(Service service, Capability capability, String advice) {
    super(
        service.label() + " doesn't offer " + capability.words() + "." + advice,
        Details.ofCode("unsupported_by_service"),
        null);
    this.service = service;
    this.capability = capability;
  }

  /** Returns who was asked. */
  public Service service() {
    return service;
  }

  /** Returns what it can't do. */
  public Capability capability() {
    return capability;
  }
}
