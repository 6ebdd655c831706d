package io.jwasm.runsc.control;

/** What a {@link Frame} says; the codes are those of {@code frame.h}. */
public enum FrameType {
  /** The child may go on; read by the launcher's own child, never by Java. */
  GO('g'),
  /** Waits for GO until the runtime's hooks have run; sent by that child, never by Java. */
  HOOKS('h'),
  /** The settings of the command line: name=value, NUL, and so on. */
  BOOT('b'),
  /** What was asked for is done; the payload is its result. */
  DONE('d'),
  /** A sentence: the container cannot be created. */
  FAILED('f'),
  /** What is wrong with config.json, which the sandbox does not know by its path. */
  INVALID('i'),
  /** Key: answered by the entry, empty when there is none. */
  CACHE_GET('c'),
  /** Key, NUL, entry. */
  CACHE_PUT('p'),
  /** Key: answered by two numbers and a descriptor, or by an empty frame when there is none. */
  START_GET('s'),
  /** Key, NUL, address in eight bytes, pages: answered as {@link #START_GET}. */
  START_PUT('t'),
  /** Controller, NUL, file, NUL, value. */
  CGROUP('w'),
  /** Waits for DONE until the runtime's hooks have run: they may bring the addresses. */
  NETWORK('n'),
  /** Loaded and compiled: the container waits for the order to start. */
  READY('r');

  private final char code;

  FrameType(char code) {
    this.code = code;
  }

  char code() {
    return code;
  }

  /** Returns the type of a code, or null when there is none. */
  static FrameType of(int code) {
    for (FrameType type : values()) {
      if (type.code == code) {
        return type;
      }
    }
    return null;
  }
}
