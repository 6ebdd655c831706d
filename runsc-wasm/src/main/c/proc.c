#define _GNU_SOURCE
#include "proc.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "file.h"
#include "path.h"

bool proc_read(const char *path, char *out, size_t size)
{
	char absolute[64];
	snprintf(absolute, sizeof(absolute), "/proc/%s", path);
	return file_read_once(open(absolute, O_RDONLY | O_CLOEXEC), out, size);
}

int proc_write(const char *path, const char *value)
{
	int proc = path_open(AT_FDCWD, "/proc", O_PATH | O_DIRECTORY, RESOLVE_NO_SYMLINKS);
	/* Neither what a link leads to nor a file mounted over one of procfs may receive what is meant for the kernel. */
	int fd = proc < 0 ? -1 : path_open(proc, path, O_WRONLY, RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS);
	errno = fd < 0 ? errno : EPERM;
	bool written = fd >= 0 && path_on(fd, PROC_SUPER_MAGIC) && write(fd, value, strlen(value)) == (ssize_t)strlen(value);
	int saved_errno = errno;
	if (fd >= 0)
		close(fd);
	if (proc >= 0)
		close(proc);
	errno = saved_errno;
	return written ? 0 : -1;
}
