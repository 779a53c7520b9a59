package dev.mynah.audio.decode;

/** The child can't decode its file, and says why. */
final class ChildFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final ChildProtocol.Reason reason;

  ChildFailure(ChildProtocol.Reason reason) {
    super(reason.name());
    this.reason = reason;
  }

  ChildProtocol.Reason reason() {
    return reason;
  }
}
