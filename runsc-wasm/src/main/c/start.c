#define _GNU_SOURCE
#include "start.h"

#include <endian.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fail.h"
#include "frame.h"

#define MAGIC "JWSTART1"

struct start_header {
	struct cache_header common;
	uint64_t address, inverse; /* which finds damage where the checksum does not look */
	char rest[START_PAGE_BYTES - sizeof(struct cache_header) - 2 * sizeof(uint64_t)];
};
_Static_assert(sizeof(struct start_header) == START_PAGE_BYTES, "the pages begin at a page");

static const struct start none = { .fd = -1 };

static bool is_range(uint64_t address, uint64_t length)
{
	return length > 0 && length <= START_BYTES_MAX && address < START_ADDRESS_MAX && address + length <= START_ADDRESS_MAX &&
	       address % START_PAGE_BYTES == 0 && length % START_PAGE_BYTES == 0;
}

/* Mapped rather than read: the sandbox needs the same pages of the page cache. */
static bool is_whole(int fd, uint64_t length, uint64_t checksum)
{
	char *pages = mmap(NULL, length, PROT_READ, MAP_SHARED | MAP_POPULATE, fd, START_PAGE_BYTES);
	if (pages == MAP_FAILED)
		return false;
	bool whole = cache_checksum(pages, length) == checksum;
	munmap(pages, length);
	return whole;
}

static struct start look_up(struct cache *cache, const char *key)
{
	struct { struct cache_header common; uint64_t address, inverse; } header;
	struct stat status;
	int fd = cache_find(cache, &cache->start, key);
	if (fd < 0)
		return none;
	if (pread(fd, &header, sizeof(header), 0) == sizeof(header) &&
	    memcmp(header.common.magic, MAGIC, sizeof(header.common.magic)) == 0 &&
	    header.inverse == ~header.address && is_range(header.address, header.common.length) && fstat(fd, &status) == 0 &&
	    (uint64_t)status.st_size == START_PAGE_BYTES + header.common.length &&
	    is_whole(fd, header.common.length, header.common.checksum))
		return (struct start){ fd, header.address, header.common.length };
	close(fd);
	cache_reject(cache, &cache->start, key);
	return none;
}

void start_expect(struct cache *cache, const char *code_key)
{
	if (cache->start.asked || strlen(code_key) < START_DIGEST_LENGTH)
		return;
	snprintf(cache->ready_key, sizeof(cache->ready_key), "%.*s%s", START_DIGEST_LENGTH, code_key, START_SUFFIX);
	cache->ready = look_up(cache, cache->ready_key);
}

struct start start_get(struct cache *cache, const char *key)
{
	struct start ready = cache->ready;
	if (cache->ready_key[0] == '\0' || strcmp(key, cache->ready_key) != 0)
		return look_up(cache, key);
	cache->ready = none;
	return ready;
}

struct start start_put(struct cache *cache, const char *key, uint64_t address, const char *pages, size_t length)
{
	struct start_header header = { .address = address, .inverse = ~address };
	memcpy(header.common.magic, MAGIC, sizeof(header.common.magic));
	if (!is_range(address, length) ||
	    cache_store(cache, &cache->start, key, &header.common, sizeof(header), pages, length) != 0)
		return none;
	int fd = openat(cache->directory, key, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	return (struct start){ fd, address, length };
}

static int send_descriptor(int control, int fd)
{
	union { char bytes[CMSG_SPACE(sizeof(int))]; struct cmsghdr align; } space = { 0 };
	char byte = 0;
	struct iovec vector = { &byte, 1 };
	struct msghdr message = { .msg_iov = &vector, .msg_iovlen = 1, .msg_control = &space, .msg_controllen = sizeof(space) };
	struct cmsghdr *rights = CMSG_FIRSTHDR(&message);
	rights->cmsg_level = SOL_SOCKET;
	rights->cmsg_type = SCM_RIGHTS;
	rights->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(rights), &fd, sizeof(int));
	ssize_t sent;
	while ((sent = sendmsg(control, &message, MSG_NOSIGNAL)) < 0 && errno == EINTR)
		;
	return sent == 1 ? 0 : -1;
}

int start_send(int control, struct start start)
{
	uint64_t numbers[2] = { htobe64(start.address), htobe64(start.length) };
	if (start.fd < 0)
		return frame_write(control, FRAME_DONE, NULL, 0);
	int result = frame_write(control, FRAME_DONE, numbers, sizeof(numbers)) || send_descriptor(control, start.fd) ? -1 : 0;
	close(start.fd);
	return result;
}
