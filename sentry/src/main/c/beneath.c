#define _GNU_SOURCE
#include "beneath.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "result.h"

/* The kernel gives up with EAGAIN when it met ".." while something was renamed. */
#define ATTEMPTS 64

int beneath_open(int dir, const char *path, int flags, mode_t mode)
{
	struct open_how how = {
		.flags = (uint64_t)(flags | O_CLOEXEC),
		.mode = flags & O_CREAT ? mode : 0,
		.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS,
	};
	/* AT_FDCWD would name a directory that nobody passed. */
	if (dir < 0)
		return -EBADF;
	for (int attempt = 1;; attempt++) {
		long fd = syscall(SYS_openat2, dir, path, &how, sizeof(how));
		if (fd >= 0)
			return (int)fd;
		if (errno != EAGAIN || attempt == ATTEMPTS)
			return errno == EXDEV ? -EPERM : -errno;
	}
}

int beneath_is_name(const char *path)
{
	return path[0] != '\0' && strchr(path, '/') == NULL && strcmp(path, "..") != 0;
}

int beneath_parent(const struct entry *at)
{
	if (!beneath_is_name(at->name) || strcmp(at->name, ".") == 0)
		return -EINVAL;
	if (at->parent[0] != '\0')
		return beneath_open(at->dir, at->parent, O_PATH | O_DIRECTORY, 0);
	return at->dir < 0 ? -EBADF : at->dir;
}

void beneath_release(const struct entry *at, int parent)
{
	if (parent >= 0 && parent != at->dir)
		close(parent);
}
