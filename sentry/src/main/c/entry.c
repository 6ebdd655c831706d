#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "beneath.h"
#include "hostkernel.h"
#include "result.h"

int host_mkdir(const struct entry *at, mode_t mode)
{
	int parent = beneath_parent(at);
	int outcome = parent < 0 ? parent : (int)result(mkdirat(parent, at->name, mode));
	beneath_release(at, parent);
	return outcome;
}

int host_unlink(const struct entry *at, int flags)
{
	int parent = beneath_parent(at);
	int outcome = parent < 0 ? parent : (int)result(unlinkat(parent, at->name, flags));
	beneath_release(at, parent);
	return outcome;
}

int host_symlink(const char *target, const struct entry *at)
{
	int parent = beneath_parent(at);
	int outcome = parent < 0 ? parent : (int)result(symlinkat(target, parent, at->name));
	beneath_release(at, parent);
	return outcome;
}

int host_utimes(const struct entry *at, int64_t atime, int64_t mtime)
{
	struct timespec times[2];
	times_of(times, atime, mtime);
	int parent = beneath_parent(at);
	int outcome = parent < 0 ? parent : (int)result(utimensat(parent, at->name, times, AT_SYMLINK_NOFOLLOW));
	beneath_release(at, parent);
	return outcome;
}

int host_link(const struct entry *from, const struct entry *to)
{
	int source = beneath_parent(from);
	if (source < 0)
		return source;
	int parent = beneath_parent(to);
	int outcome = parent < 0 ? parent : (int)result(linkat(source, from->name, parent, to->name, 0));
	beneath_release(to, parent);
	beneath_release(from, source);
	return outcome;
}

/* Not the C library's function, which calls renameat(2) when there are no flags. */
static int rename_between(int source, const char *from, int parent, const char *to, unsigned int flags)
{
	return (int)result(syscall(SYS_renameat2, source, from, parent, to, flags));
}

int host_rename(const struct entry *from, const struct entry *to, unsigned int flags)
{
	/* RENAME_WHITEOUT would make a device. */
	if (flags & ~(unsigned int)(RENAME_NOREPLACE | RENAME_EXCHANGE))
		return -EINVAL;
	int source = beneath_parent(from);
	if (source < 0)
		return source;
	int parent = beneath_parent(to);
	int outcome = parent < 0 ? parent : rename_between(source, from->name, parent, to->name, flags);
	beneath_release(to, parent);
	beneath_release(from, source);
	return outcome;
}
