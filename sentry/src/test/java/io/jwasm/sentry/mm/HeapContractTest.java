package io.jwasm.sentry.mm;

final class HeapContractTest extends PageAllocatorContract {
  @Override
  String spelling() {
    return "heap";
  }

  @Override
  boolean mapsStates() {
    return false;
  }

  @Override
  int mostPages() {
    return 2048;
  }

  /** The JVM writes zeros, and a larger array has a quarter more than was asked for. */
  @Override
  long residentWithoutTouch(int pages) {
    return (long) pages * PAGE / 4 * 5;
  }

  /** An array stays while a page of it is dirty. */
  @Override
  long mostResidentOfFreed() {
    return 6L * HeapMemory.EXTENT_BYTES;
  }
}
