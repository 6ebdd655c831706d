package io.jwasm.sentry.host;

/**
 * The host kernel's calls on sockets, on the terms of {@link HostKernel}: results, or minus an
 * error number. Every socket that these make is non-blocking and close-on-exec, and none raises a
 * signal.
 *
 * <p>An address is a {@code struct sockaddr} in bytes, at most {@link HostConstants#ADDRESS_MAX} of
 * them. Where one is stored the array has room for all of that, and is zero behind it.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/socket.7.html">socket(7)</a>
 */
public final class HostSockets {
  static {
    HostKernel.load();
  }

  private HostSockets() {}

  /**
   * Returns a new socket.
   *
   * @param kind SOCK_STREAM or SOCK_DGRAM
   */
  public static native int socket(int family, int kind);

  public static native int bind(int fd, byte[] address);

  /**
   * Sets the mode, before the umask of this process, that the file will have which {@link #bind}
   * makes of a UNIX socket.
   *
   * @param mode permission bits; -EINVAL for others
   */
  public static native int mode(int fd, int mode);

  public static native int listen(int fd, int backlog);

  /** Returns the next connection; -EAGAIN when there is none. */
  public static native int accept(int fd);

  /**
   * Connects, or begins to: -EINPROGRESS. Called again it tells what became of that: 0 or its
   * error, once, or -EALREADY.
   */
  public static native int connect(int fd, byte[] address);

  /** Stores the socket's own address and returns its length. */
  public static native int getsockname(int fd, byte[] out);

  /** Stores the peer's address and returns its length. */
  public static native int getpeername(int fd, byte[] out);

  public static native int setsockopt(int fd, int level, int name, int value);

  /** Returns the value of an option of 32 bits, as an unsigned number. */
  public static native long getsockopt(int fd, int level, int name);

  /**
   * Sets SO_LINGER.
   *
   * @param seconds negative for off
   */
  public static native int setLinger(int fd, int seconds);

  /** Returns the seconds of SO_LINGER, as an unsigned number of 32 bits; that of -1 for off. */
  public static native long getLinger(int fd);

  public static native int shutdown(int fd, int how);

  /** Sends to the connected peer. */
  public static native long send(int fd, long address, long length);

  /**
   * Receives of the stream.
   *
   * @param flags 0 or MSG_PEEK
   */
  public static native long recv(int fd, long address, long length, int flags);

  /**
   * Sends several buffers as one message.
   *
   * @param iov pairs of address and length
   * @param count of pairs, at most IOV_MAX; -EMSGSIZE when several are longer than MESSAGE_MAX
   * @param to null for the connected peer
   */
  public static native long sendMessage(int fd, long[] iov, int count, byte[] to);

  /**
   * Receives one message into several buffers, and stores who sent it.
   *
   * @param flags MSG_PEEK; MSG_TRUNC to have a datagram's own length returned
   * @param from null when nobody wants to know
   */
  public static native long receiveMessage(int fd, long[] iov, int count, int flags, byte[] from);
}
