#define _GNU_SOURCE
#include "cache.h"

#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fail.h"
#include "file.h"
#include "frame.h"

static bool private_to_us(int fd, mode_t type, struct stat *status)
{
	return fstat(fd, status) == 0 && (status->st_mode & S_IFMT) == type && status->st_uid == geteuid() &&
	       (status->st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

static const char *default_path(char *out, size_t size)
{
	const char *home = getenv("XDG_CACHE_HOME");
	if (geteuid() == 0 || home == NULL || home[0] != '/')
		return geteuid() == 0 ? "/var/cache/jwasm" : NULL;
	snprintf(out, size, "%s/jwasm", home);
	return out;
}

int cache_open(const char *path)
{
	char usual[PATH_MAX];
	struct stat status;
	if (path == NULL)
		path = default_path(usual, sizeof(usual));
	if (path == NULL)
		return -1;
	mkdir(path, 0700);
	int directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
	if (directory < 0)
		return -1;
	if (!private_to_us(directory, S_IFDIR, &status)) {
		warn("the code cache %s is not used: it must belong to the caller and be writable by nobody else", path);
		close(directory);
		return -1;
	}
	return directory;
}

static bool plain_key(const char *key)
{
	size_t length = strspn(key, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");
	return length > 0 && length <= CACHE_KEY_LENGTH_MAX && key[length] == '\0' && key[0] != '.';
}

char *cache_get(int directory, const char *key, size_t *length)
{
	struct stat status;
	*length = 0;
	if (directory < 0 || !plain_key(key))
		return NULL;
	int fd = openat(directory, key, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd < 0)
		return NULL;
	char *code = private_to_us(fd, S_IFREG, &status) ? file_read(fd, FRAME_BYTES_MAX, length) : NULL;
	close(fd);
	return code;
}

void cache_put(int directory, const char *key, const char *code, size_t length)
{
	char temporary[CACHE_KEY_LENGTH_MAX + 32];
	if (directory < 0 || !plain_key(key))
		return;
	snprintf(temporary, sizeof(temporary), "%s.%d.tmp", key, getpid());
	int fd = openat(directory, temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return;
	int written = file_write(fd, code, length);
	close(fd);
	if (written != 0 || renameat(directory, temporary, directory, key) != 0)
		unlinkat(directory, temporary, 0);
}
