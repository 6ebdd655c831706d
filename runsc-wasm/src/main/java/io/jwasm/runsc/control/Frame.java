package io.jwasm.runsc.control;

/** One message: what it says, and its content. */
public final class Frame {
  private final FrameType type;
  private final byte[] payload;

  Frame(FrameType type, byte[] payload) {
    this.type = type;
    this.payload = payload;
  }

  public FrameType type() {
    return type;
  }

  /** Returns the content; not to be changed. */
  public byte[] payload() {
    return payload;
  }
}
