#include "file.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

char *file_read(int fd, size_t max, size_t *length)
{
	struct stat status;
	*length = 0;
	if (fstat(fd, &status) != 0)
		return NULL;
	errno = S_ISREG(status.st_mode) ? EFBIG : EINVAL;
	if (!S_ISREG(status.st_mode) || (unsigned long long)status.st_size > max)
		return NULL;
	/* One byte more than it had: a file that grows meanwhile is noticed rather than cut. */
	size_t capacity = (size_t)status.st_size + 1;
	char *content = malloc(capacity);
	while (content != NULL && *length < capacity) {
		ssize_t count = read(fd, content + *length, capacity - *length);
		if (count == 0)
			return content;
		if (count < 0 && errno != EINTR)
			break;
		*length += count > 0 ? (size_t)count : 0;
	}
	if (content != NULL && *length == capacity)
		errno = EFBIG;
	free(content);
	*length = 0;
	return NULL;
}

bool file_read_once(int fd, char *out, size_t size)
{
	ssize_t length = fd < 0 ? -1 : read(fd, out, size - 1);
	if (fd >= 0)
		close(fd);
	out[length > 0 ? length : 0] = '\0';
	return length > 0;
}

int file_write(int fd, const char *data, size_t length)
{
	while (length > 0) {
		ssize_t count = write(fd, data, length);
		if (count < 0 && errno == EINTR)
			continue;
		if (count <= 0)
			return -1;
		data += count;
		length -= (size_t)count;
	}
	return 0;
}
