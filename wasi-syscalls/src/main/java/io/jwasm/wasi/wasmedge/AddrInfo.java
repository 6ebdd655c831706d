package io.jwasm.wasi.wasmedge;

import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.mm.GuestMemory;
import io.jwasm.sentry.net.IpAddress;
import io.jwasm.sentry.net.SocketAddress;
import io.jwasm.sentry.net.SocketFamily;
import io.jwasm.sentry.net.SocketType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The layout of {@code addrinfo}, 28 bytes, an element of a list, and of the {@code sockaddr} that
 * it points to, 12 bytes, with {@code sa_data} as in Linux:
 *
 * <pre>
 *  0      2       3     4         8        12    16         20           24
 * [flags][family][type][protocol][addrlen][addr][canonname][canonnamelen][next]
 *
 *  0       4        8               0     2        6          2         6        22
 * [family][length][data]   of IPv4 [port][address][zeros]  6 [flow info][address][scope]
 * </pre>
 *
 * @param address where it is
 * @param type how to talk to it
 * @param flags those that were asked for
 * @param canonicalName what the name means; null when it was not asked for
 */
record AddrInfo(SocketAddress.Inet address, SocketType type, int flags, String canonicalName) {
  private static final int BYTES = 28;
  private static final int SOCKADDR_BYTES = 12;

  /** Lengths of Linux's {@code sockaddr_in} and {@code sockaddr_in6}, without their family. */
  private static final int V4_DATA_BYTES = 14;

  private static final int V6_DATA_BYTES = 26;
  private static final int FAMILY_BYTES = 2;

  /** All programs have so much room for a name, and few of them say so. */
  private static final int CANONICAL_NAME_BYTES = 30;

  private static final int NULL = 0;

  /**
   * Fills an element that the program laid out, with places for the address and the name, and
   * returns the address of the next one, 0 at the end. Where an element has no place for an
   * address, its {@code addrlen} is 0.
   *
   * <p>The length that the program gives its {@code sa_data} is not looked at: WasmEdge never did,
   * and its own SDK says 14 of 26 bytes.
   *
   * <p>Errors: EFAULT.
   */
  int write(GuestMemory memory, int element) throws ErrnoException {
    memory.check(element, BYTES);
    int sockaddr = memory.getInt(element + 12);
    int name = memory.getInt(element + 16);
    int nameRoom = memory.getInt(element + 20);
    int next = memory.getInt(element + 24);
    boolean v4 = address.family() == SocketFamily.INET;
    memory.putShort(element, (short) flags);
    memory.putByte(element + 2, (byte) AddressFamily.encode(address.family()));
    memory.putByte(element + 3, (byte) SockType.encode(type));
    memory.putInt(element + 4, Hints.protocol(type));
    int dataBytes = v4 ? V4_DATA_BYTES : V6_DATA_BYTES;
    memory.putInt(element + 8, sockaddr == NULL ? 0 : FAMILY_BYTES + dataBytes);
    memory.putInt(element + 20, writeName(memory, name, nameRoom));
    if (sockaddr != NULL) {
      memory.check(sockaddr, SOCKADDR_BYTES);
      int data = memory.getInt(sockaddr + 8);
      memory.putByte(sockaddr, (byte) AddressFamily.encode(address.family()));
      memory.putInt(sockaddr + 4, dataBytes);
      memory.putBytes(data, data(dataBytes));
    }
    return next;
  }

  /** Writes the name with a NUL and returns its length; 0 when it has no room. */
  private int writeName(GuestMemory memory, int name, int room) throws ErrnoException {
    if (canonicalName == null || name == NULL) {
      return 0;
    }
    byte[] bytes = (canonicalName + '\0').getBytes(StandardCharsets.UTF_8);
    if (bytes.length > CANONICAL_NAME_BYTES && Integer.compareUnsigned(bytes.length, room) > 0) {
      return 0;
    }
    memory.putBytes(name, bytes);
    return bytes.length - 1;
  }

  private byte[] data(int length) {
    IpAddress ip = address.address();
    ByteBuffer data = ByteBuffer.allocate(length).putShort((short) address.port());
    if (ip.family() == SocketFamily.INET6) {
      data.putInt(0); // flow
      data.put(ip.bytes());
      data.order(ByteOrder.LITTLE_ENDIAN).putInt(ip.scope());
    } else {
      data.put(ip.bytes());
    }
    return data.array();
  }
}
