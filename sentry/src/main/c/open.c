#define _GNU_SOURCE
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "beneath.h"
#include "hostkernel.h"
#include "result.h"

#define NANOS 1000000000

int host_open(int dir, const char *path, int flags, mode_t mode)
{
	/* An open must not wait for the other end of a FIFO that took the place of a file. O_PATH allows no such flag. */
	if (!(flags & O_PATH))
		flags |= O_NOCTTY | O_NONBLOCK;
	return beneath_open(dir, path[0] == '\0' ? "." : path, flags, mode);
}

int host_open_place(const char *path)
{
	return (int)result(open(path, O_PATH | O_NOFOLLOW | O_CLOEXEC));
}

static int64_t nanos(const struct timespec *time)
{
	int64_t value;
	if (__builtin_mul_overflow(time->tv_sec, NANOS, &value) || __builtin_add_overflow(value, time->tv_nsec, &value))
		return time->tv_sec < 0 ? INT64_MIN : INT64_MAX;
	return value;
}

static int store(const struct stat *status, int64_t out[HOST_STAT_WORDS])
{
	out[HOST_STAT_DEV] = (int64_t)status->st_dev;
	out[HOST_STAT_INO] = (int64_t)status->st_ino;
	out[HOST_STAT_MODE] = status->st_mode;
	out[HOST_STAT_NLINK] = (int64_t)status->st_nlink;
	out[HOST_STAT_UID] = status->st_uid;
	out[HOST_STAT_GID] = status->st_gid;
	out[HOST_STAT_SIZE] = status->st_size;
	out[HOST_STAT_BLOCKS] = status->st_blocks;
	out[HOST_STAT_ATIME] = nanos(&status->st_atim);
	out[HOST_STAT_MTIME] = nanos(&status->st_mtim);
	out[HOST_STAT_CTIME] = nanos(&status->st_ctim);
	out[HOST_STAT_RDEV] = (int64_t)status->st_rdev;
	return 0;
}

int host_fstat(int fd, int64_t out[HOST_STAT_WORDS])
{
	struct stat status;
	return fstat(fd, &status) < 0 ? -errno : store(&status, out);
}

int host_stat(int dir, const char *path, int64_t out[HOST_STAT_WORDS])
{
	struct stat status;
	if (path[0] == '\0')
		return host_fstat(dir, out);
	if (dir >= 0 && beneath_is_name(path)) {
		/* One call instead of three, and as safe. */
		int flags = AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT;
		return fstatat(dir, path, &status, flags) < 0 ? -errno : store(&status, out);
	}
	int fd = beneath_open(dir, path, O_PATH | O_NOFOLLOW, 0);
	if (fd < 0)
		return fd;
	int outcome = host_fstat(fd, out);
	close(fd);
	return outcome;
}

int host_readlink(int dir, const char *path, char *out, size_t size)
{
	if (dir >= 0 && beneath_is_name(path))
		return (int)result(readlinkat(dir, path, out, size));
	int fd = beneath_open(dir, path[0] == '\0' ? "." : path, O_PATH | O_NOFOLLOW, 0);
	if (fd < 0)
		return fd;
	int outcome = (int)result(readlinkat(fd, "", out, size));
	close(fd);
	/* With an empty path the kernel has another word for "not a link". */
	return outcome == -ENOENT ? -EINVAL : outcome;
}
