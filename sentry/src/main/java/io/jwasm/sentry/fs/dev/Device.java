package io.jwasm.sentry.fs.dev;

/**
 * The character devices that this kernel has, by Linux's numbers.
 *
 * @see <a href="https://docs.kernel.org/admin-guide/devices.html">Linux allocated devices</a>
 */
public enum Device {
  NULL(1, 3),
  ZERO(1, 5),
  FULL(1, 7),
  RANDOM(1, 8),
  URANDOM(1, 9),
  TTY(5, 0),
  CONSOLE(5, 1),
  PTMX(5, 2);

  private static final Device[] ALL = values();

  private final int major;
  private final int minor;

  Device(int major, int minor) {
    this.major = major;
    this.minor = minor;
  }

  /** Returns major and minor number in one, unlike that of any other device. */
  int number() {
    return (major << 8) | minor;
  }

  /** Returns the device of these numbers, or null when this kernel has none. */
  public static Device of(long major, long minor) {
    for (Device device : ALL) {
      if (device.major == major && device.minor == minor) {
        return device;
      }
    }
    return null;
  }
}
