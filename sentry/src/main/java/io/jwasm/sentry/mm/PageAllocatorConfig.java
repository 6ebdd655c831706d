package io.jwasm.sentry.mm;

import java.util.List;

/**
 * What a page allocator is opened with.
 *
 * @param name its own, as {@code --page-allocator} spells it
 * @param options texts that followed the name, such as {@code huge} or {@code limit=64m}
 * @param memoryFd a memory file of the sandbox's own, empty, readable and writable
 * @param limit what all pages are charged to
 */
public record PageAllocatorConfig(
    String name, List<String> options, int memoryFd, MemoryLimit limit) {

  /** Asks for huge pages, where the host gives them to whom advises it: madvise(2). */
  static final String HUGE = "huge";

  /** Returns the configuration of the allocator {@code memfd}. */
  public static PageAllocatorConfig of(int memoryFd, MemoryLimit limit) {
    return new PageAllocatorConfig(MemoryFile.NAME, List.of(), memoryFd, limit);
  }

  PageAllocatorConfig named(String otherName, List<String> otherOptions) {
    return new PageAllocatorConfig(otherName, otherOptions, memoryFd, limit);
  }

  PageAllocatorConfig within(MemoryLimit other) {
    return new PageAllocatorConfig(name, options, memoryFd, other);
  }

  /**
   * Returns whether the only option is there.
   *
   * <p>Errors: {@link PageAllocatorException} for any other option.
   */
  public boolean has(String option) {
    for (String given : options) {
      if (!given.equals(option)) {
        throw unknown(given, "it takes " + option);
      }
    }
    return !options.isEmpty();
  }

  /** Returns the error for an option that there is not. */
  PageAllocatorException unknown(String option, String remedy) {
    return new PageAllocatorException(
        "page allocator " + name + " has no option \"" + option + "\": " + remedy);
  }
}
