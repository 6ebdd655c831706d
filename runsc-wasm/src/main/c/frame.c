#include "frame.h"

#include <arpa/inet.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "fail.h"

static int send_all(int fd, const char *data, size_t length, int flags)
{
	while (length > 0) {
		ssize_t count = send(fd, data, length, MSG_NOSIGNAL | flags);
		if (count < 0 && errno == EINTR)
			continue;
		if (count < 0)
			return -1;
		data += count;
		length -= (size_t)count;
	}
	return 0;
}

/* 1: all read, 0: end of stream first, -1: error. */
static int read_all(int fd, char *data, size_t length)
{
	while (length > 0) {
		ssize_t count = read(fd, data, length);
		if (count < 0 && errno == EINTR)
			continue;
		if (count <= 0)
			return count == 0 || errno == ECONNRESET ? 0 : -1;
		data += count;
		length -= (size_t)count;
	}
	return 1;
}

int frame_write(int fd, enum frame_type type, const void *payload, size_t length)
{
	char header[5];
	uint32_t size = htonl((uint32_t)length);
	memcpy(header, &size, 4);
	header[4] = (char)type;
	if (send_all(fd, header, sizeof(header), length > 0 ? MSG_MORE : 0))
		return -1;
	return send_all(fd, payload, length, 0);
}

int frame_read(int fd, struct frame *frame)
{
	char header[5];
	uint32_t size;
	int result = read_all(fd, header, sizeof(header));
	if (result <= 0)
		return result == 0 ? 0 : fail("cannot read from the sandbox: %s", strerror(errno));
	memcpy(&size, header, 4);
	frame->length = ntohl(size);
	frame->type = (enum frame_type)header[4];
	bool stores = frame->type == FRAME_CACHE_PUT || frame->type == FRAME_START_PUT;
	uint32_t most = stores ? FRAME_BYTES_MAX : FRAME_TEXT_MAX;
	if (frame->length > most)
		return fail("the sandbox sent a message of %u bytes; at most %u are allowed", frame->length, most);
	frame->payload = malloc((size_t)frame->length + 1);
	if (frame->payload == NULL)
		return fail("out of memory");
	frame->payload[frame->length] = '\0';
	result = read_all(fd, frame->payload, frame->length);
	if (result <= 0)
		free(frame->payload);
	return result < 0 ? fail("cannot read from the sandbox: %s", strerror(errno)) : result;
}
