#define _GNU_SOURCE
#include "path.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "fail.h"

int path_open(int at, const char *path, int flags, unsigned long long resolve)
{
	struct open_how how = { .flags = (uint64_t)(unsigned int)flags | O_CLOEXEC, .resolve = resolve };
	int fd;
	/* EAGAIN: something was renamed while the kernel looked that nothing had left the place (openat2(2)). */
	for (int tries = 0; (fd = (int)syscall(SYS_openat2, at, path, &how, sizeof(how))) < 0 && errno == EAGAIN; tries++)
		if (tries == 100)
			break;
	return fd;
}

int path_reopen(int fd, int flags)
{
	char path[40];
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	return open(path, flags | O_CLOEXEC);
}

DIR *path_entries(int directory)
{
	int fd = openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *entries = fd < 0 ? NULL : fdopendir(fd);
	int saved_errno = errno;
	if (fd >= 0 && entries == NULL)
		close(fd);
	errno = saved_errno;
	return entries;
}

bool path_has_dots(const char *path)
{
	for (const char *at = path; (at = strstr(at, "..")) != NULL; at += 2)
		if ((at == path || at[-1] == '/') && (at[2] == '/' || at[2] == '\0'))
			return true;
	return false;
}

bool path_on(int fd, unsigned long magic)
{
	struct statfs fs;
	return fstatfs(fd, &fs) == 0 && (unsigned long)fs.f_type == magic;
}

bool path_is_private(const struct stat *status)
{
	return (status->st_uid == 0 || status->st_uid == geteuid()) && (status->st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

int path_check_private(int fd, const char *what, const char *path)
{
	struct stat status;
	if (fstat(fd, &status) != 0)
		return fail("cannot look at the %s %s: %s", what, path, strerror(errno));
	if (status.st_uid != 0 && status.st_uid != geteuid())
		return fail("the %s %s belongs to user %u, who could make jwasm do as he likes; give it to user %u (chown)", what,
			    path, status.st_uid, geteuid());
	if (!path_is_private(&status))
		return fail("the %s %s can be written by others; `chmod go-w %s` ends that", what, path, path);
	return 0;
}
