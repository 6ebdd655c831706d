package io.jwasm.sentry.mm;

/** A page allocator that cannot be had; the message is one sentence for the operator. */
public final class PageAllocatorException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says in one sentence what is wrong. */
  public PageAllocatorException(String message) {
    super(message);
  }

  /** As above, with what was thrown. */
  public PageAllocatorException(String message, Throwable cause) {
    super(message, cause);
  }
}
