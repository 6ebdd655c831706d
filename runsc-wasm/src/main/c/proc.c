#define _GNU_SOURCE
#include "proc.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdbool.h>
#include <string.h>
#include <sys/vfs.h>
#include <unistd.h>

int proc_write(const char *path, const char *value)
{
	struct statfs fs;
	int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
	errno = fd < 0 ? errno : EPERM;
	/* A file mounted over /proc must not receive what is meant for the kernel. */
	bool written = fd >= 0 && fstatfs(fd, &fs) == 0 && fs.f_type == PROC_SUPER_MAGIC &&
		       write(fd, value, strlen(value)) == (ssize_t)strlen(value);
	int saved_errno = errno;
	if (fd >= 0)
		close(fd);
	errno = saved_errno;
	return written ? 0 : -1;
}
