/* Sockets on the loopback interface and in the scratch directory: values at the edges, messages of many buffers. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "check.h"
#include "hostkernel.h"

static struct address in(uint16_t port)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct address out = { .length = sizeof(address) };
	memcpy(out.bytes, &address, sizeof(address));
	return out;
}

static struct address un(const char *directory, const char *name)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	struct address out = { .length = sizeof(address) };
	snprintf(address.sun_path, sizeof(address.sun_path), "%s/%s", directory, name);
	memcpy(out.bytes, &address, sizeof(address));
	return out;
}

static int ready(int fd, short events)
{
	struct pollfd one = { fd, events, 0 };
	return host_poll(&one, 1, INT64_C(10000000000)) == 1 ? one.revents : 0;
}

static int bound(int type, struct address *name)
{
	struct address any = in(0);
	int fd = host_socket(AF_INET, type);
	check(fd >= 0 && host_bind(fd, &any) == 0 && host_getsockname(fd, name) == sizeof(struct sockaddr_in));
	return fd;
}

static void sockets_are_nonblocking_and_closed_on_exec(void)
{
	int fd = host_socket(AF_INET6, SOCK_STREAM);
	check(fd >= 0 && (fcntl(fd, F_GETFL) & O_NONBLOCK) && fcntl(fd, F_GETFD) == FD_CLOEXEC);
	check(host_close(fd) == 0);
	check(host_socket(AF_INET, SOCK_RAW) == -EPROTONOSUPPORT && host_socket(AF_INET, INT_MIN) == -EPROTONOSUPPORT);
	check(host_socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK) == -EPROTONOSUPPORT);
	check(host_socket(-1, SOCK_STREAM) == -EAFNOSUPPORT && host_socket(INT_MAX, SOCK_DGRAM) == -EAFNOSUPPORT);
}

static void a_connection_is_made_and_told(void)
{
	struct address name, peer;
	char data[4] = "....";
	int listener = bound(SOCK_STREAM, &name), client = host_socket(AF_INET, SOCK_STREAM);
	check(host_accept(listener) == -EINVAL && host_listen(listener, 1) == 0 && host_accept(listener) == -EAGAIN);
	check(host_getpeername(client, &peer) == -ENOTCONN && peer.bytes[0] == 0);
	check(host_connect(client, &name) == -EINPROGRESS && ready(client, POLLOUT) == POLLOUT && host_connect(client, &name) == 0);
	check(ready(listener, POLLIN) == POLLIN);
	int server = host_accept(listener);
	check(server >= 0 && (fcntl(server, F_GETFL) & O_NONBLOCK) && fcntl(server, F_GETFD) == FD_CLOEXEC);
	check(host_getpeername(client, &peer) == (int)name.length && memcmp(peer.bytes, name.bytes, sizeof(name.bytes)) == 0);
	check(host_recv(server, data, sizeof(data), 0) == -EAGAIN && host_send(client, "ab", 2, 0) == 2);
	check(ready(server, POLLIN) == POLLIN && host_recv(server, data, sizeof(data), MSG_PEEK) == 2);
	check(host_recv(server, data, 1, 0) == 1 && data[0] == 'a' && host_recv(server, NULL, 1, 0) == -EFAULT);
	check(host_shutdown(client, SHUT_WR) == 0 && host_shutdown(client, -1) == -EINVAL);
	check(host_send(client, "c", 1, 0) == -EPIPE);
	check(host_set_linger(server, 0) == 0 && host_close(server) == 0 && (ready(client, POLLIN) & POLLIN));
	check(host_recv(client, data, 1, 0) == -ECONNRESET);
	host_close(client);
	host_close(listener);
}

static void addresses_at_their_limits(void)
{
	struct address whole = { .length = HOST_ADDRESS_MAX }, none = { 0 }, endless = { .length = UINT_MAX };
	int fd = host_socket(AF_INET, SOCK_STREAM), dir = open("/", O_RDONLY | O_CLOEXEC);
	memset(whole.bytes, 0xff, sizeof(whole.bytes));
	check(host_bind(fd, &none) == -EINVAL && host_connect(fd, &none) == -EINVAL);
	check(host_bind(fd, &whole) == -EAFNOSUPPORT && host_connect(fd, &whole) == -EAFNOSUPPORT);
	check(host_bind(fd, &endless) == -EINVAL && host_connect(fd, &endless) == -EINVAL);
	check(host_bind(-1, &whole) == -EBADF && host_bind(dir, &whole) == -ENOTSOCK);
	check(host_getsockname(-1, &none) == -EBADF && host_getpeername(dir, &none) == -ENOTSOCK);
	check(host_listen(dir, 1) == -ENOTSOCK && host_accept(dir) == -ENOTSOCK);
	close(dir);
	host_close(fd);
}

static void options_at_their_limits(void)
{
	int fd = host_socket(AF_INET, SOCK_STREAM);
	check(host_setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, INT_MIN) == 0 && host_getsockopt(fd, SOL_SOCKET, SO_KEEPALIVE) == 1);
	check(host_setsockopt(fd, SOL_SOCKET, SO_RCVBUF, INT_MAX) == 0 && host_getsockopt(fd, SOL_SOCKET, SO_RCVBUF) > 0);
	check(host_setsockopt(fd, SOL_SOCKET, SO_ERROR, 1) == -ENOPROTOOPT && host_getsockopt(fd, SOL_SOCKET, SO_ERROR) == 0);
	check(host_setsockopt(fd, INT_MIN, INT_MAX, 0) == -ENOPROTOOPT && host_getsockopt(fd, INT_MAX, INT_MIN) < 0);
	check(host_setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, 1) == 0 && host_getsockopt(fd, IPPROTO_TCP, TCP_NODELAY) == 1);
	check(host_get_linger(fd) == UINT32_MAX && host_set_linger(fd, 7) == 0 && host_get_linger(fd) == 7);
	check(host_set_linger(fd, INT_MIN) == 0 && host_get_linger(fd) == UINT32_MAX && host_set_linger(fd, INT_MAX) == 0);
	check(host_set_linger(fd, -1) == 0 && host_get_linger(-1) == -EBADF && host_set_linger(-1, 0) == -EBADF);
	host_close(fd);
}

static void a_message_of_many_buffers_is_one(void)
{
	static struct iovec iov[HOST_IOV_MAX];
	static char data[HOST_IOV_MAX][2];
	struct address name, own, from;
	int receiver = bound(SOCK_DGRAM, &name), sender = bound(SOCK_DGRAM, &own);
	for (int i = 0; i < HOST_IOV_MAX; i++) {
		data[i][0] = (char)i;
		iov[i] = (struct iovec){ data[i], i % 3 == 0 ? 0 : 1 };
	}
	check(host_send_message(sender, iov, HOST_IOV_MAX, 0, &name) == 682);
	memset(data, '.', sizeof(data));
	check(ready(receiver, POLLIN) == POLLIN);
	check(host_receive_message(receiver, iov, HOST_IOV_MAX, MSG_TRUNC | MSG_PEEK, &from) == 682);
	check(from.length == own.length && memcmp(from.bytes, own.bytes, sizeof(own.bytes)) == 0);
	check(data[0][0] == '.' && data[1][0] == 1 && data[1][1] == '.' && data[1022][0] == (char)1022);
	memset(data, '.', sizeof(data));
	check(host_receive_message(receiver, iov, 3, MSG_TRUNC, &from) == 682);
	check(data[1][0] == 1 && data[2][0] == 2 && data[4][0] == '.');
	check(host_send_message(sender, iov, 0, 0, &name) == 0 && host_receive_message(receiver, iov, 0, 0, &from) == 0);
	check(host_send_message(sender, iov, 1, 0, NULL) == -EDESTADDRREQ);
	check(host_receive_message(receiver, iov, 2, 0, &from) == -EAGAIN && from.length == 0);
	host_close(receiver);
	host_close(sender);
}

static void messages_at_their_limits(void)
{
	static char half[HOST_MESSAGE_MAX / 2 + 1];
	struct address name, from;
	struct iovec two[2] = { { half, sizeof(half) - 1 }, { half, sizeof(half) - 1 } };
	int receiver = bound(SOCK_DGRAM, &name), sender = host_socket(AF_INET, SOCK_DGRAM);
	check(host_send_message(sender, two, 2, 0, &name) == -EMSGSIZE);
	two[1].iov_len = 65507 - two[0].iov_len;
	check(host_send_message(sender, two, 2, 0, &name) == 65507 && ready(receiver, POLLIN) == POLLIN);
	two[1].iov_len = sizeof(half);
	check(host_receive_message(receiver, two, 2, MSG_TRUNC, &from) == 65507);
	two[1].iov_len = SIZE_MAX;
	check(host_send_message(sender, two, 2, 0, &name) == -EMSGSIZE && host_receive_message(receiver, two, 2, 0, &from) == -EAGAIN);
	check(host_send_message(sender, two, -1, 0, &name) == -EINVAL);
	check(host_send_message(sender, two, HOST_IOV_MAX + 1, 0, &name) == -EINVAL);
	check(host_receive_message(sender, two, INT_MIN, 0, &from) == -EINVAL);
	two[0] = (struct iovec){ NULL, 1 };
	check(host_send_message(sender, two, 1, 0, &name) == -EFAULT);
	host_close(receiver);
	host_close(sender);
}

static void a_name_has_the_mode_that_was_set(const char *directory)
{
	struct address name = un(directory, "socket"), out;
	struct stat status;
	mode_t before = umask(0);
	int fd = host_socket(AF_UNIX, SOCK_STREAM), other = host_socket(AF_UNIX, SOCK_DGRAM);
	check(host_socket_mode(fd, 0750) == 0 && host_bind(fd, &name) == 0);
	umask(before);
	check(stat(name.bytes + offsetof(struct sockaddr_un, sun_path), &status) == 0);
	check(status.st_mode == (S_IFSOCK | 0750) && host_socket_mode(fd, 04755) == -EINVAL && host_socket_mode(-1, 0) == -EBADF);
	check(host_getsockname(fd, &out) == (int)(offsetof(struct sockaddr_un, sun_path) + strlen(directory) + 8));
	check(host_bind(other, &name) == -EADDRINUSE && host_connect(other, &name) == -EPROTOTYPE);
	check(host_getsockname(other, &out) == 2 && out.bytes[0] == AF_UNIX);
	unlink(name.bytes + offsetof(struct sockaddr_un, sun_path));
	host_close(fd);
	host_close(other);
}

void sockets(const char *directory)
{
	int before = open_count();
	sockets_are_nonblocking_and_closed_on_exec();
	a_connection_is_made_and_told();
	addresses_at_their_limits();
	options_at_their_limits();
	a_message_of_many_buffers_is_one();
	messages_at_their_limits();
	a_name_has_the_mode_that_was_set(directory);
	check(open_count() == before);
}
