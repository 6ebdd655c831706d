/*
 * The few socket calls that the guests use, the same for every system: natively those of Linux, in WebAssembly those of WasmEdge's
 * extension of preview 1. Each returns a descriptor or 0, or -1 and errno.
 */
#ifndef SOCKETS_H
#define SOCKETS_H
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define UNUSED __attribute__((unused))

enum { MAX_ADDRESSES = 8 };

/* An address of IPv4 or IPv6: 4 or 16 bytes, in the order of the network. */
struct address {
  uint8_t bytes[16];
  uint32_t length;
};

enum kind { DATAGRAM, STREAM };

#ifdef __wasi__
/* As in WasmEdge: families and types by their numbers there; an address is a pointer to 4 or 16 bytes, or to 128 with the family first. */
#define WASI(name) __attribute__((import_module("wasi_snapshot_preview1"), import_name(#name)))

enum { WASI_INET4 = 1, WASI_INET6 = 2, WASI_DATAGRAM = 1, WASI_STREAM = 2 };

struct wasi_address {
  void *bytes;
  uint32_t length;
};

struct wasi_iovec {
  const void *bytes;
  uint32_t length;
};

struct wasi_sockaddr {
  uint8_t family;
  uint32_t length;
  uint8_t *data; /* a port of two bytes; the address */
};

struct wasi_addrinfo {
  uint16_t flags;
  uint8_t family, type, protocol;
  uint32_t address_length;
  struct wasi_sockaddr *address;
  char *name;
  uint32_t name_length;
  struct wasi_addrinfo *next;
};
_Static_assert(sizeof(struct wasi_addrinfo) == 28, "layout of WasmEdge");

WASI(sock_open) int wasi_open(int family, int type, int *fd);
WASI(sock_bind) int wasi_bind(int fd, struct wasi_address *address, int port);
WASI(sock_connect) int wasi_connect(int fd, struct wasi_address *address, int port);
WASI(sock_listen) int wasi_listen(int fd, int backlog);
WASI(sock_accept) int wasi_accept(int fd, int *accepted);
WASI(sock_getlocaladdr) int wasi_getlocaladdr(int fd, struct wasi_address *address, int *family, int *port);
WASI(sock_setsockopt) int wasi_setsockopt(int fd, int level, int name, const void *value, uint32_t length);
WASI(sock_getsockopt) int wasi_getsockopt(int fd, int level, int name, void *value, uint32_t *length);
WASI(sock_recv_from)
int wasi_recv_from(int fd, const struct wasi_iovec *into, int count, struct wasi_address *from, int flags, int *port,
                   uint32_t *length, int *roflags);
WASI(sock_send_to)
int wasi_send_to(int fd, const struct wasi_iovec *data, int count, struct wasi_address *to, int port, int flags, uint32_t *length);
WASI(sock_getaddrinfo)
int wasi_getaddrinfo(const char *node, uint32_t node_length, const char *service, uint32_t service_length,
                     const struct wasi_addrinfo *hints, struct wasi_addrinfo **results, uint32_t most, uint32_t *count);

static int answer(int error) {
  errno = error;
  return error ? -1 : 0;
}

UNUSED static int open_socket(const struct address *like, enum kind kind) {
  int fd, family = like->length == 4 ? WASI_INET4 : WASI_INET6;
  int error = wasi_open(family, kind == STREAM ? WASI_STREAM : WASI_DATAGRAM, &fd);
  return error ? answer(error) : fd;
}

UNUSED static int bind_to(int fd, struct address *address, int port) {
  struct wasi_address to = {address->bytes, address->length};
  int one = 1;
  int error = wasi_setsockopt(fd, 0, 0, &one, sizeof one);
  return answer(error ? error : wasi_bind(fd, &to, port));
}

UNUSED static int connect_to(int fd, struct address *address, int port) {
  struct wasi_address to = {address->bytes, address->length};
  return answer(wasi_connect(fd, &to, port));
}

UNUSED static int listen_on(int fd, int backlog) { return answer(wasi_listen(fd, backlog)); }

UNUSED static int accept_from(int fd) {
  int accepted;
  int error = wasi_accept(fd, &accepted);
  return error ? answer(error) : accepted;
}

UNUSED static int local_port(int fd) {
  uint8_t bytes[16];
  struct wasi_address address = {bytes, sizeof bytes};
  int family, port;
  int error = wasi_getlocaladdr(fd, &address, &family, &port);
  return error ? answer(error) : port;
}

/* The error of a connect that was under way. */
UNUSED static int pending_error(int fd) {
  int value = 0;
  uint32_t length = sizeof value;
  int error = wasi_getsockopt(fd, 0, 2, &value, &length);
  return error ? error : value;
}

/* One message, and whom it is from. */
UNUSED static long receive_from(int fd, void *bytes, uint32_t length, struct address *from, int *port) {
  uint8_t storage[128] = {0};
  struct wasi_iovec into = {bytes, length};
  struct wasi_address address = {storage, sizeof storage};
  uint32_t received;
  int flags;
  int error = wasi_recv_from(fd, &into, 1, &address, 0, port, &received, &flags);
  if (error) return answer(error);
  from->length = storage[0] == WASI_INET4 ? 4 : 16;
  memcpy(from->bytes, storage + 2, from->length);
  return received;
}

UNUSED static long send_to(int fd, const void *bytes, uint32_t length, struct address *to, int port) {
  struct wasi_iovec data = {bytes, length};
  struct wasi_address address = {to->bytes, to->length};
  uint32_t sent;
  int error = wasi_send_to(fd, &data, 1, &address, port, 0, &sent);
  return error ? answer(error) : (long)sent;
}

/* The addresses of a name, up to MAX_ADDRESSES; returns how many. */
UNUSED static int resolve(const char *name, struct address *addresses) {
  static uint8_t data[MAX_ADDRESSES][26];
  static char names[MAX_ADDRESSES][32];
  static struct wasi_sockaddr sockaddrs[MAX_ADDRESSES];
  static struct wasi_addrinfo infos[MAX_ADDRESSES];
  struct wasi_addrinfo hints = {.type = WASI_STREAM};
  struct wasi_addrinfo *results = infos;
  uint32_t count = 0;
  for (int i = 0; i < MAX_ADDRESSES; i++) {
    sockaddrs[i] = (struct wasi_sockaddr){.length = sizeof data[i], .data = data[i]};
    infos[i] = (struct wasi_addrinfo){.address = &sockaddrs[i], .name = names[i], .next = i + 1 < MAX_ADDRESSES ? &infos[i + 1] : 0};
  }
  int error = wasi_getaddrinfo(name, strlen(name) + 1, "0", 2, &hints, &results, MAX_ADDRESSES, &count);
  if (error) return answer(error);
  for (uint32_t i = 0; i < count; i++) {
    int is4 = sockaddrs[i].family == WASI_INET4;
    addresses[i].length = is4 ? 4 : 16;
    memcpy(addresses[i].bytes, data[i] + (is4 ? 2 : 6), addresses[i].length);
  }
  return (int)count;
}

#else
#include <netinet/in.h>
#include <sys/socket.h>

static socklen_t to_sockaddr(const struct address *address, int port, struct sockaddr_in6 *six) {
  struct sockaddr_in *four = (struct sockaddr_in *)six;
  memset(six, 0, sizeof *six);
  if (address->length == 4) {
    four->sin_family = AF_INET;
    four->sin_port = htons((uint16_t)port);
    memcpy(&four->sin_addr, address->bytes, 4);
    return sizeof *four;
  }
  six->sin6_family = AF_INET6;
  six->sin6_port = htons((uint16_t)port);
  memcpy(&six->sin6_addr, address->bytes, 16);
  return sizeof *six;
}

static int from_sockaddr(const struct sockaddr_in6 *six, struct address *address) {
  const struct sockaddr_in *four = (const struct sockaddr_in *)six;
  address->length = six->sin6_family == AF_INET ? 4 : 16;
  memcpy(address->bytes, address->length == 4 ? (const void *)&four->sin_addr : &six->sin6_addr, address->length);
  return ntohs(six->sin6_port);
}

UNUSED static int open_socket(const struct address *like, enum kind kind) {
  return socket(like->length == 4 ? AF_INET : AF_INET6, kind == STREAM ? SOCK_STREAM : SOCK_DGRAM, 0);
}

UNUSED static int bind_to(int fd, struct address *address, int port) {
  struct sockaddr_in6 to;
  socklen_t length = to_sockaddr(address, port, &to);
  int one = 1;
  if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one) < 0) return -1;
  return bind(fd, (struct sockaddr *)&to, length);
}

UNUSED static int connect_to(int fd, struct address *address, int port) {
  struct sockaddr_in6 to;
  socklen_t length = to_sockaddr(address, port, &to);
  return connect(fd, (struct sockaddr *)&to, length);
}

UNUSED static int listen_on(int fd, int backlog) { return listen(fd, backlog); }

UNUSED static int accept_from(int fd) { return accept(fd, 0, 0); }

UNUSED static int local_port(int fd) {
  struct sockaddr_in6 name;
  struct address address;
  socklen_t length = sizeof name;
  return getsockname(fd, (struct sockaddr *)&name, &length) < 0 ? -1 : from_sockaddr(&name, &address);
}

UNUSED static int pending_error(int fd) {
  int value = 0;
  socklen_t length = sizeof value;
  return getsockopt(fd, SOL_SOCKET, SO_ERROR, &value, &length) < 0 ? errno : value;
}

UNUSED static long receive_from(int fd, void *bytes, uint32_t length, struct address *from, int *port) {
  struct sockaddr_in6 name;
  socklen_t name_length = sizeof name;
  long received = recvfrom(fd, bytes, length, 0, (struct sockaddr *)&name, &name_length);
  if (received >= 0) *port = from_sockaddr(&name, from);
  return received;
}

UNUSED static long send_to(int fd, const void *bytes, uint32_t length, struct address *to, int port) {
  struct sockaddr_in6 name;
  socklen_t name_length = to_sockaddr(to, port, &name);
  return sendto(fd, bytes, length, 0, (struct sockaddr *)&name, name_length);
}

/* A static program has no resolver. */
UNUSED static int resolve(const char *name, struct address *addresses) {
  (void)name, (void)addresses;
  errno = ENOSYS;
  return -1;
}
#endif

/* The four numbers of an address, or the groups of IPv6 in full. */
UNUSED static const char *address_text(const struct address *address) {
  static char text[64];
  const uint8_t *b = address->bytes;
  char *end = text;
  if (address->length == 4) snprintf(text, sizeof text, "%u.%u.%u.%u", b[0], b[1], b[2], b[3]);
  else
    for (int i = 0; i < 16; i += 2) end += sprintf(end, "%s%x", i ? ":" : "", b[i] << 8 | b[i + 1]);
  return text;
}

/* Reads four numbers with dots; 0 when it is something else. */
UNUSED static int parse_address(const char *text, struct address *address) {
  unsigned b[4];
  char more;
  if (sscanf(text, "%u.%u.%u.%u%c", &b[0], &b[1], &b[2], &b[3], &more) != 4) return 0;
  for (int i = 0; i < 4; i++) address->bytes[i] = (uint8_t)b[i];
  address->length = 4;
  return 1;
}

UNUSED static const char *error_name(int error) {
#define NAME(e) \
  if (error == e) return #e
  NAME(EACCES);
  NAME(EADDRINUSE);
  NAME(EADDRNOTAVAIL);
  NAME(EAFNOSUPPORT);
  NAME(EAGAIN);
  NAME(EBADF);
  NAME(ECONNABORTED);
  NAME(ECONNREFUSED);
  NAME(ECONNRESET);
  NAME(EHOSTUNREACH);
  NAME(EINPROGRESS);
  NAME(EINVAL);
  NAME(EIO);
  NAME(EMFILE);
  NAME(ENAMETOOLONG);
  NAME(ENETDOWN);
  NAME(ENETUNREACH);
  NAME(ENOENT);
  NAME(ENOTSUP);
  NAME(ENOTSOCK);
  NAME(ENOSYS);
  NAME(EPERM);
  NAME(EPIPE);
  NAME(EPROTONOSUPPORT);
  NAME(ETIMEDOUT);
#undef NAME
#ifdef __wasi__
  /* WasmEdge's numbers for what getaddrinfo(3) has errors of its own for. */
  if (error == 78) return "EAI_AGAIN";
  if (error == 80) return "EAI_FAIL";
  if (error == 84) return "EAI_NONAME";
#endif
  static char other[32];
  snprintf(other, sizeof other, "errno %d", error);
  return other;
}

#endif
