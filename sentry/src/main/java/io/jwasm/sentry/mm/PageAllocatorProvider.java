package io.jwasm.sentry.mm;

/**
 * A page allocator that an operator adds to a distribution: a jar in {@code image/allocators} that
 * names an implementation of this in {@code
 * META-INF/services/io.jwasm.sentry.mm.PageAllocatorProvider}. It is looked for when {@code
 * --page-allocator} names no allocator of the distribution's own.
 *
 * <p>What it throws fails {@code create}, or makes the program's {@code memory.grow} return -1.
 */
public interface PageAllocatorProvider {
  /** Name for {@code --page-allocator}, without {@code ':'} and {@code ','}. */
  String name();

  /**
   * Returns an allocator for a sandbox that is about to be confined: no other executable memory can
   * be mapped later, and no native library loaded.
   *
   * <p>Errors: {@link PageAllocatorException} with what is wrong.
   */
  PageAllocator open(PageAllocatorConfig config);
}
