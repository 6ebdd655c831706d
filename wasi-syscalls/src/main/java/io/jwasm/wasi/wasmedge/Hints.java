package io.jwasm.wasi.wasmedge;

import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.mm.GuestMemory;
import io.jwasm.sentry.net.SocketFamily;
import io.jwasm.sentry.net.SocketType;
import java.util.List;

/**
 * What addresses a program asks {@code getaddrinfo} for; the head of an {@link AddrInfo}.
 *
 * @param flags of {@code aiflags}
 * @param family INET or INET6, or null for both
 * @param types how to talk to the address, at least one
 */
record Hints(int flags, SocketFamily family, List<SocketType> types) {
  static final int PASSIVE = 1;
  static final int CANONNAME = 1 << 1;
  static final int NUMERICHOST = 1 << 2;
  static final int NUMERICSERV = 1 << 3;
  static final int V4MAPPED = 1 << 4;

  private static final int ALL_FLAGS = (1 << 7) - 1;
  private static final int PROTOCOL_IP = 0;
  private static final int PROTOCOL_TCP = 1;
  private static final int PROTOCOL_UDP = 2;

  /** Reads them; EFAULT. */
  static Hints read(GuestMemory memory, int address) throws ErrnoException, AiException {
    memory.check(address, Long.BYTES);
    int flags = memory.getShort(address) & 0xffff;
    int family = memory.getByte(address + 2);
    int type = memory.getByte(address + 3);
    int protocol = memory.getByte(address + 4);
    if ((flags & ~ALL_FLAGS) != 0) {
      throw new AiException(AiErrno.BADFLAG);
    }
    return new Hints(flags, family(family), types(type, protocol));
  }

  private static SocketFamily family(int number) throws AiException {
    return switch (number) {
      case AddressFamily.UNSPEC -> null;
      case AddressFamily.INET4 -> SocketFamily.INET;
      case AddressFamily.INET6 -> SocketFamily.INET6;
      default -> throw new AiException(AiErrno.FAMILY);
    };
  }

  private static List<SocketType> types(int type, int protocol) throws AiException {
    boolean stream = type == SockType.STREAM || type == SockType.ANY;
    boolean dgram = type == SockType.DGRAM || type == SockType.ANY;
    boolean tcp = protocol == PROTOCOL_TCP || protocol == PROTOCOL_IP;
    boolean udp = protocol == PROTOCOL_UDP || protocol == PROTOCOL_IP;
    if (stream && tcp) {
      return dgram && udp
          ? List.of(SocketType.STREAM, SocketType.DGRAM)
          : List.of(SocketType.STREAM);
    }
    if (dgram && udp) {
      return List.of(SocketType.DGRAM);
    }
    throw new AiException(AiErrno.SOCKTYPE);
  }

  boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /** Returns the protocol of a type. */
  static int protocol(SocketType type) {
    return switch (type) {
      case STREAM -> PROTOCOL_TCP;
      case DGRAM -> PROTOCOL_UDP;
    };
  }
}
