package io.jwasm.sentry.mm;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/**
 * Finds a page allocator by what {@code --page-allocator} says:
 *
 * <pre>
 *   allocator:  NAME [,OPTION]...  |  accounted [,limit=SIZE] : allocator
 * </pre>
 */
public final class PageAllocators {
  /** The allocator that a sandbox has when nobody names one. */
  public static final String DEFAULT = MemoryFile.NAME;

  private static final String ACCOUNTED = "accounted";
  private static final String LIMIT = "limit=";
  private static final String BUILT_IN =
      ACCOUNTED
          + ":NAME, "
          + AnonymousMemory.NAME
          + ", "
          + HeapMemory.NAME
          + ", "
          + MemoryFile.NAME;

  private static final int MAX_DIGITS = 12;

  /** Longest text that is looked at, and most allocators within each other. */
  private static final int MAX_CHARS = 256;

  private PageAllocators() {}

  /**
   * Returns the allocator that a text names. Those of the distribution are known by name: searching
   * for providers takes longer than booting.
   *
   * <p>Errors: {@link PageAllocatorException} for a text that names none, options that it lacks,
   * and whatever a provider throws.
   *
   * @param config what it shall work with; name and options are those of the text
   */
  public static PageAllocator open(String text, PageAllocatorConfig config) {
    if (text.equals(MemoryFile.NAME)) {
      return MemoryFile.inherited(config.memoryFd(), config.limit());
    }
    if (text.length() > MAX_CHARS) {
      throw new PageAllocatorException(
          "the page allocator's name is longer than " + MAX_CHARS + " characters");
    }
    int colon = text.indexOf(':');
    String head = colon < 0 ? text : text.substring(0, colon);
    List<String> words = words(head);
    String name = words.getFirst();
    PageAllocatorConfig own = config.named(name, words.subList(1, words.size()));
    if (name.equals(ACCOUNTED)) {
      if (colon < 0) {
        throw new PageAllocatorException(
            "page allocator accounted adds a limit to another: write accounted:"
                + MemoryFile.NAME
                + " or accounted,limit=64m:"
                + MemoryFile.NAME);
      }
      return open(text.substring(colon + 1), config.within(config.limit().within(budget(own))));
    }
    if (colon >= 0) {
      throw new PageAllocatorException(
          "page allocator " + name + " stands before no other; only accounted does");
    }
    return switch (name) {
      case MemoryFile.NAME -> MemoryFile.open(own);
      case AnonymousMemory.NAME -> AnonymousMemory.open(own);
      case HeapMemory.NAME -> HeapMemory.open(own);
      default -> provided(own);
    };
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    int start = 0;
    for (int comma = text.indexOf(','); comma >= 0; comma = text.indexOf(',', start)) {
      words.add(text.substring(start, comma));
      start = comma + 1;
    }
    words.add(text.substring(start));
    return words;
  }

  /** Without a limit of its own, all that the sandbox has, also when that moves. */
  private static long budget(PageAllocatorConfig config) {
    long budget = Long.MAX_VALUE;
    for (String option : config.options()) {
      long bytes = option.startsWith(LIMIT) ? bytes(option.substring(LIMIT.length())) : -1;
      if (bytes < 0) {
        throw config.unknown(option, "write limit= and a size, for example limit=64m");
      }
      budget = bytes;
    }
    return budget;
  }

  /** Bytes of a number with a unit, k, m or g, or without; -1: no size. */
  private static long bytes(String text) {
    if (text.isEmpty()) {
      return -1;
    }
    int shift =
        switch (Character.toLowerCase(text.charAt(text.length() - 1))) {
          case 'k' -> 10;
          case 'm' -> 20;
          case 'g' -> 30;
          default -> 0;
        };
    int digits = shift == 0 ? text.length() : text.length() - 1;
    if (digits < 1 || digits > MAX_DIGITS) {
      return -1;
    }
    long number = 0;
    for (int i = 0; i < digits; i++) {
      char digit = text.charAt(i);
      if (digit < '0' || digit > '9') {
        return -1;
      }
      number = number * 10 + (digit - '0');
    }
    return number <= Long.MAX_VALUE >> shift ? number << shift : -1;
  }

  private static PageAllocator provided(PageAllocatorConfig config) {
    List<String> names = new ArrayList<>();
    try {
      for (PageAllocatorProvider provider : ServiceLoader.load(PageAllocatorProvider.class)) {
        if (provider.name().equals(config.name())) {
          PageAllocator allocator = provider.open(config);
          if (allocator == null || allocator.limit() != config.limit()) {
            throw new PageAllocatorException(
                "page allocator " + config.name() + " does not account: its limit is another");
          }
          return new ProvidedAllocator(config.name(), allocator, config.limit());
        }
        names.add(provider.name());
      }
    } catch (PageAllocatorException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      throw new PageAllocatorException(
          "page allocator " + config.name() + " cannot be opened: " + e, e);
    }
    throw new PageAllocatorException(
        "unknown page allocator \""
            + config.name()
            + "\": there are "
            + BUILT_IN
            + (names.isEmpty() ? "" : ", " + String.join(", ", names)));
  }
}
