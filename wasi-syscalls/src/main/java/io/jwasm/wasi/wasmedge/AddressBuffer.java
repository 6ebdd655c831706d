package io.jwasm.wasi.wasmedge;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.mm.GuestMemory;
import io.jwasm.sentry.net.IpAddress;
import io.jwasm.sentry.net.SocketAddress;
import io.jwasm.sentry.net.SocketFamily;
import io.jwasm.wasi.abi.WasiString;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A buffer for an address, which the guest describes in 8 bytes, and whose length says what is in
 * it:
 *
 * <pre>
 *  0        4          4 bytes: of IPv4    128 bytes:  0       2
 * [address][length]   16 bytes: of IPv6               [family][IPv4, IPv6, or a path with a NUL]
 * </pre>
 */
final class AddressBuffer {
  private static final int STORAGE_BYTES = 128;
  private static final int STORAGE_FAMILY_BYTES = 2;

  /** Linux's number of IPv4, in the one place where programs look for it. */
  private static final int LINUX_AF_INET = 2;

  private final GuestMemory memory;
  private final int address;
  private final int length;

  private AddressBuffer(GuestMemory memory, int address, int length) {
    this.memory = memory;
    this.address = address;
    this.length = length;
  }

  /**
   * Returns the buffer that 8 bytes of the guest describe.
   *
   * <p>Errors: EINVAL for another length; EFAULT.
   */
  static AddressBuffer at(GuestMemory memory, int pointer) throws ErrnoException {
    memory.check(pointer, 2 * Integer.BYTES);
    int address = memory.getInt(pointer);
    int length = memory.getInt(pointer + Integer.BYTES);
    if (length != IpAddress.V4_BYTES && length != IpAddress.V6_BYTES && length != STORAGE_BYTES) {
      throw Errno.EINVAL.exception();
    }
    memory.check(address, length);
    return new AddressBuffer(memory, address, length);
  }

  /** Returns whether it has room for the address of any family. */
  boolean isStorage() {
    return length == STORAGE_BYTES;
  }

  /**
   * Returns the address in it.
   *
   * <p>Errors: EINVAL for a port above 65,535, another family and an empty path; ENAMETOOLONG;
   * EILSEQ.
   */
  SocketAddress read(int port) throws ErrnoException {
    if (port < 0 || port > 0xffff) {
      throw Errno.EINVAL.exception();
    }
    byte[] bytes = new byte[length];
    memory.getBytes(address, bytes);
    if (!isStorage()) {
      return new SocketAddress.Inet(IpAddress.of(bytes), port);
    }
    int family = (bytes[0] & 0xff) | (bytes[1] & 0xff) << 8;
    return switch (AddressFamily.decode(family)) {
      case INET -> inet(bytes, IpAddress.V4_BYTES, port);
      case INET6 -> inet(bytes, IpAddress.V6_BYTES, port);
      case UNIX -> unix(bytes);
    };
  }

  private static SocketAddress inet(byte[] bytes, int length, int port) {
    int end = STORAGE_FAMILY_BYTES + length;
    IpAddress ip = IpAddress.of(Arrays.copyOfRange(bytes, STORAGE_FAMILY_BYTES, end));
    return new SocketAddress.Inet(ip, port);
  }

  private static SocketAddress unix(byte[] bytes) throws ErrnoException {
    int end = STORAGE_FAMILY_BYTES;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    if (end == STORAGE_FAMILY_BYTES) {
      throw Errno.EINVAL.exception();
    }
    if (end - STORAGE_FAMILY_BYTES > SocketAddress.UNIX_PATH_MAX) {
      throw Errno.ENAMETOOLONG.exception();
    }
    byte[] path = Arrays.copyOfRange(bytes, STORAGE_FAMILY_BYTES, end);
    return new SocketAddress.Unix(WasiString.decode(path));
  }

  /** Returns whether an address has room in it. */
  boolean fits(SocketAddress source) {
    return isStorage()
        || (source instanceof SocketAddress.Inet inet && inet.address().bytes().length <= length);
  }

  /** Writes an address, or that there is none for null; nothing when it has no room. */
  void write(SocketAddress source) throws ErrnoException {
    if (isStorage()) {
      memory.zero(address, length);
      if (source != null) {
        memory.putShort(address, (short) AddressFamily.encode(source.family()));
        memory.putBytes(address + STORAGE_FAMILY_BYTES, bytes(source));
      }
    } else if (source != null && fits(source)) {
      memory.putBytes(address, bytes(source));
    }
  }

  /**
   * As {@link #write}, with the port where version 1 has no other place for it: a sender of IPv4 in
   * 16 bytes lies there as in Linux's {@code sockaddr_in}, but with the port in the guest's order,
   * as all programs of version 1 read it.
   *
   * <pre>
   *  0            2     4
   * [Linux family][port][address]
   * </pre>
   */
  void writeWithPort(SocketAddress source) throws ErrnoException {
    boolean asLinux = length == IpAddress.V6_BYTES && source != null;
    if (asLinux
        && source instanceof SocketAddress.Inet(IpAddress ip, int port)
        && ip.family() == SocketFamily.INET) {
      memory.zero(address, length);
      memory.putShort(address, (short) LINUX_AF_INET);
      memory.putShort(address + 2, (short) port);
      memory.putBytes(address + 4, ip.bytes());
    } else {
      write(source);
    }
  }

  private static byte[] bytes(SocketAddress source) {
    if (source instanceof SocketAddress.Inet inet) {
      return inet.address().bytes();
    }
    byte[] path = ((SocketAddress.Unix) source).path().getBytes(StandardCharsets.UTF_8);
    int most = STORAGE_BYTES - STORAGE_FAMILY_BYTES - 1; // a NUL behind it
    return path.length > most ? Arrays.copyOf(path, most) : path;
  }

  /** Returns the port of an address; 0 of one that has none. */
  static int port(SocketAddress source) {
    return source instanceof SocketAddress.Inet inet ? inet.port() : 0;
  }
}
