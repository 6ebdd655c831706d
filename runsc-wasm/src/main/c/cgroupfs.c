#define _GNU_SOURCE
#include "cgroupfs.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "file.h"
#include "path.h"

/* user.* needs no privilege but to be the group's owner; kernfs keeps it until the group goes (Linux 5.7). */
#define MARK_NAME "user.jwasm"

int group_open(const char *path)
{
	int dir = path_open(AT_FDCWD, path, O_RDONLY | O_DIRECTORY, RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS);
	if (dir < 0 || path_on(dir, CGROUP_SUPER_MAGIC) || path_on(dir, CGROUP2_SUPER_MAGIC))
		return dir;
	close(dir);
	errno = EPERM;
	return -1;
}

int group_write(int group, const char *file, const char *value)
{
	int fd = path_open(group, file, O_WRONLY, RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_XDEV);
	if (fd < 0)
		return -1;
	size_t length = strlen(value);
	ssize_t written = write(fd, value, length);
	int saved_errno = errno;
	close(fd);
	errno = saved_errno;
	return written == (ssize_t)length ? 0 : -1;
}

bool group_read(int group, const char *file, char *out, size_t size)
{
	return file_read_once(path_open(group, file, O_RDONLY, RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_XDEV), out, size);
}

bool group_read_line(int group, const char *file, char *out, size_t size)
{
	bool found = group_read(group, file, out, size);
	out[strcspn(out, "\n")] = '\0';
	return found;
}

FILE *group_members(int group)
{
	int fd = path_open(group, "cgroup.procs", O_RDONLY, RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_XDEV);
	FILE *members = fd < 0 ? NULL : fdopen(fd, "r");
	if (fd >= 0 && members == NULL)
		close(fd);
	return members;
}

pid_t next_member(FILE *members)
{
	char line[64];
	return members == NULL || fgets(line, sizeof(line), members) == NULL ? 0 : (pid_t)strtol(line, NULL, 10);
}

int group_set_mark(int group, const char *mark)
{
	return fsetxattr(group, MARK_NAME, mark, strlen(mark), XATTR_CREATE);
}

bool group_has_mark(int group, const char *mark)
{
	char found[128];
	ssize_t length = fgetxattr(group, MARK_NAME, found, sizeof(found));
	return length == (ssize_t)strlen(mark) && memcmp(found, mark, (size_t)length) == 0;
}

bool group_is_unmarked_since(int group, const struct timespec *since)
{
	struct stat status;
	if (since == NULL || fgetxattr(group, MARK_NAME, NULL, 0) >= 0 || errno != ENODATA || fstat(group, &status) != 0)
		return false;
	return status.st_ctim.tv_sec > since->tv_sec ||
	       (status.st_ctim.tv_sec == since->tv_sec && status.st_ctim.tv_nsec >= since->tv_nsec);
}
