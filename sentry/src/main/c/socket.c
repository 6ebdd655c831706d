#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include "hostkernel.h"
#include "result.h"

int host_socket(int family, int type)
{
	if (type != SOCK_STREAM && type != SOCK_DGRAM)
		return -EPROTONOSUPPORT;
	return (int)result(socket(family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
}

int host_bind(int fd, const struct address *local)
{
	return (int)result(bind(fd, (const struct sockaddr *)local->bytes, local->length));
}

int host_socket_mode(int fd, mode_t mode)
{
	return mode > 0777 ? -EINVAL : (int)result(fchmod(fd, mode));
}

int host_listen(int fd, int backlog)
{
	return (int)result(listen(fd, backlog));
}

int host_accept(int fd)
{
	return (int)result(accept4(fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC));
}

int host_connect(int fd, const struct address *peer)
{
	return (int)result(connect(fd, (const struct sockaddr *)peer->bytes, peer->length));
}

/* Addresses that are longer than there is room for are cut: what the kernel says of their length is not taken on trust. */
static int address_out(int outcome, socklen_t length, struct address *out)
{
	out->length = length < sizeof(out->bytes) ? length : (socklen_t)sizeof(out->bytes);
	return outcome < 0 ? outcome : (int)out->length;
}

int host_getsockname(int fd, struct address *out)
{
	*out = (struct address){ 0 };
	socklen_t length = sizeof(out->bytes);
	int outcome = (int)result(getsockname(fd, (struct sockaddr *)out->bytes, &length));
	return address_out(outcome, length, out);
}

int host_getpeername(int fd, struct address *out)
{
	*out = (struct address){ 0 };
	socklen_t length = sizeof(out->bytes);
	int outcome = (int)result(getpeername(fd, (struct sockaddr *)out->bytes, &length));
	return address_out(outcome, length, out);
}

int host_setsockopt(int fd, int level, int name, int value)
{
	return (int)result(setsockopt(fd, level, name, &value, sizeof(value)));
}

int64_t host_getsockopt(int fd, int level, int name)
{
	uint32_t value = 0;
	socklen_t length = sizeof(value);
	int64_t outcome = result(getsockopt(fd, level, name, &value, &length));
	return outcome < 0 ? outcome : value;
}

int host_set_linger(int fd, int seconds)
{
	struct linger value = { .l_onoff = seconds >= 0, .l_linger = seconds >= 0 ? seconds : 0 };
	return (int)result(setsockopt(fd, SOL_SOCKET, SO_LINGER, &value, sizeof(value)));
}

int64_t host_get_linger(int fd)
{
	struct linger value = { 0 };
	socklen_t length = sizeof(value);
	int64_t outcome = result(getsockopt(fd, SOL_SOCKET, SO_LINGER, &value, &length));
	return outcome < 0 ? outcome : value.l_onoff ? (uint32_t)value.l_linger : UINT32_MAX;
}

int host_shutdown(int fd, int how)
{
	return (int)result(shutdown(fd, how));
}

int64_t host_send(int fd, const void *data, size_t length, int flags)
{
	return result(sendto(fd, data, length, flags | MSG_NOSIGNAL, NULL, 0));
}

int64_t host_recv(int fd, void *data, size_t length, int flags)
{
	return result(recvfrom(fd, data, length, flags, NULL, NULL));
}

/* How many bytes several buffers have together; no more than SIZE_MAX. */
static size_t total(const struct iovec *iov, int count)
{
	size_t sum = 0;
	for (int i = 0; i < count; i++)
		if (__builtin_add_overflow(sum, iov[i].iov_len, &sum))
			return SIZE_MAX;
	return sum;
}

static int64_t send_to(int fd, const void *data, size_t length, int flags, const struct address *to)
{
	return result(sendto(fd, data, length, flags | MSG_NOSIGNAL, (const struct sockaddr *)(to == NULL ? NULL : to->bytes),
			     to == NULL ? 0 : to->length));
}

/*
 * One message is one call, and sendmsg(2) is not to be had: it could pass descriptors. So what lies in several buffers is
 * brought together first.
 */
int64_t host_send_message(int fd, const struct iovec *iov, int count, int flags, const struct address *to)
{
	if (count < 0 || count > HOST_IOV_MAX)
		return -EINVAL;
	if (count == 1)
		return send_to(fd, iov->iov_base, iov->iov_len, flags, to);
	size_t length = total(iov, count), at = 0;
	if (length > HOST_MESSAGE_MAX)
		return -EMSGSIZE;
	char *message = malloc(length + 1);
	if (message == NULL)
		return -ENOMEM;
	for (int i = 0; i < count; at += iov[i++].iov_len)
		if (iov[i].iov_len > 0)
			memcpy(message + at, iov[i].iov_base, iov[i].iov_len);
	int64_t outcome = send_to(fd, message, length, flags, to);
	free(message);
	return outcome;
}

static int64_t receive_from(int fd, void *data, size_t length, int flags, struct address *from)
{
	*from = (struct address){ 0 };
	socklen_t room = sizeof(from->bytes);
	int64_t outcome = result(recvfrom(fd, data, length, flags, (struct sockaddr *)from->bytes, &room));
	if (outcome >= 0)
		address_out(0, room, from);
	return outcome;
}

int64_t host_receive_message(int fd, const struct iovec *iov, int count, int flags, struct address *from)
{
	if (count < 0 || count > HOST_IOV_MAX)
		return -EINVAL;
	if (count == 1)
		return receive_from(fd, iov->iov_base, iov->iov_len, flags, from);
	size_t wanted = total(iov, count), length = wanted < HOST_MESSAGE_MAX ? wanted : HOST_MESSAGE_MAX;
	char *message = malloc(length + 1);
	if (message == NULL)
		return -ENOMEM;
	int64_t outcome = receive_from(fd, message, length, flags, from);
	/* With MSG_TRUNC it is how long the message was, and not how much of it came. */
	size_t left = outcome < 0 ? 0 : (size_t)outcome < length ? (size_t)outcome : length, at = 0;
	for (int i = 0; left > 0; i++) {
		size_t part = iov[i].iov_len < left ? iov[i].iov_len : left;
		if (part > 0)
			memcpy(iov[i].iov_base, message + at, part);
		at += part;
		left -= part;
	}
	free(message);
	return outcome;
}
