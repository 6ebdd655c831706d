#define _GNU_SOURCE
#include "debuglog.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fail.h"
#include "file.h"
#include "timestamp.h"

#define KEPT_MAX 32
#define KEPT_BYTES_MAX (1 << 20)
/* Where it is looked for what io.jwasm.runsc.boot.LastWords says last of all. */
#define TAIL_BYTES (64 << 10)
#define INTERNAL_ERROR "internal error"
#define PREFIX "jwasm.log."
#define PATTERN PREFIX "%TIMESTAMP%.%ID%.%COMMAND%.txt"

/* Replaces %TIMESTAMP%, %ID% and %COMMAND%; a file name has room for the first 128 characters of an id. */
static int expand(const char *pattern, const char *id, char *out, size_t size)
{
	char time[TIMESTAMP_SIZE], short_id[129];
	const char *names[] = { "%TIMESTAMP%", "%ID%", "%COMMAND%" };
	const char *values[] = { time, short_id, "boot" };
	timestamp_name(time);
	snprintf(short_id, sizeof(short_id), "%s", id);
	size_t used = 0;
	while (*pattern != '\0') {
		const char *text = NULL;
		for (int i = 0; i < 3 && text == NULL; i++)
			if (strncmp(pattern, names[i], strlen(names[i])) == 0) {
				text = values[i];
				pattern += strlen(names[i]);
			}
		size_t length = text == NULL ? 1 : strlen(text);
		if (used + length >= size)
			return -1;
		memcpy(out + used, text == NULL ? pattern++ : text, length);
		used += length;
	}
	out[used] = '\0';
	return 0;
}

int debuglog_open(const struct container *c, const struct options *o)
{
	char pattern[PATH_MAX], path[PATH_MAX];
	if (o->debug_log == NULL) {
		int own = openat(c->dir, "sandbox.log", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
		return own < 0 ? fail("cannot open the sandbox log sandbox.log: %s", strerror(errno)) : own;
	}
	size_t length = strlen(o->debug_log);
	bool directory = length > 0 && o->debug_log[length - 1] == '/';
	if (directory)
		mkdir(o->debug_log, 0700);
	if (snprintf(pattern, sizeof(pattern), "%s%s", o->debug_log, directory ? PATTERN : "") >= (int)sizeof(pattern) ||
	    expand(pattern, c->id, path, sizeof(path)))
		return fail("--debug-log is too long");
	int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | (directory ? O_NOFOLLOW : 0), 0600);
	return fd < 0 ? fail("cannot open the sandbox log %s: %s", path, strerror(errno)) : fd;
}

static const char *kept_directory(char *out, size_t size)
{
	const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
	if (geteuid() == 0)
		return "/var/log/jwasm";
	if (state != NULL && state[0] == '/')
		snprintf(out, size, "%s/jwasm", state);
	else if (home != NULL && home[0] == '/')
		snprintf(out, size, "%s/.local/state/jwasm", home);
	else
		return NULL;
	return out;
}

/* Nobody else may put links there. */
static int open_kept(const char *path)
{
	struct stat status;
	mkdir(path, 0700);
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
	if (fd >= 0 && (fstat(fd, &status) != 0 || status.st_uid != geteuid() || (status.st_mode & (S_IWGRP | S_IWOTH)) != 0)) {
		close(fd);
		errno = EPERM;
		return -1;
	}
	return fd;
}

static int is_log(const struct dirent *entry)
{
	return strncmp(entry->d_name, PREFIX, strlen(PREFIX)) == 0;
}

/* Removes the oldest until there is room for one more. */
static void make_room(int directory)
{
	struct dirent **names;
	int count = scandirat(directory, ".", &names, is_log, alphasort);
	for (int i = 0; i < count; i++) {
		if (i <= count - KEPT_MAX)
			unlinkat(directory, names[i]->d_name, 0);
		free(names[i]);
	}
	if (count >= 0)
		free(names);
}

/* The last part of a log; NULL when it tells of nothing that should be kept. The caller frees it. */
static char *worth_keeping(int dir, size_t *length)
{
	struct stat status;
	int fd = openat(dir, "sandbox.log", O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd < 0)
		return NULL;
	char *text = NULL;
	if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode) && status.st_size > 0)
		text = malloc(KEPT_BYTES_MAX);
	off_t from = status.st_size > KEPT_BYTES_MAX ? status.st_size - KEPT_BYTES_MAX : 0;
	ssize_t got = text == NULL ? -1 : pread(fd, text, KEPT_BYTES_MAX, from);
	close(fd);
	*length = got > 0 ? (size_t)got : 0;
	size_t tail = *length > TAIL_BYTES ? TAIL_BYTES : *length;
	if (tail > 0 && memmem(text + *length - tail, tail, INTERNAL_ERROR, strlen(INTERNAL_ERROR)) != NULL)
		return text;
	free(text);
	return NULL;
}

void debuglog_keep(const struct container *c)
{
	char usual[PATH_MAX];
	const char *path = kept_directory(usual, sizeof(usual));
	if (path != NULL)
		debuglog_keep_in(path, c);
}

void debuglog_keep_in(const char *path, const struct container *c)
{
	char name[NAME_MAX + 1], line[PATH_MAX + NAME_MAX + 2048];
	size_t length;
	char *text = c->dir < 0 ? NULL : worth_keeping(c->dir, &length);
	if (text == NULL)
		return;
	int directory = open_kept(path), fd = -1;
	if (directory >= 0 && expand(PATTERN, c->id, name, sizeof(name)) == 0) {
		make_room(directory);
		fd = openat(directory, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	}
	if (fd >= 0 && file_write(fd, text, length) == 0)
		snprintf(line, sizeof(line), "the log of the failed sandbox of container %s is kept: %s/%s", c->id, path, name);
	else
		snprintf(line, sizeof(line), "cannot keep the log of the failed sandbox of container %s in %s: %s", c->id, path,
			 strerror(errno));
	log_line("warning", line);
	if (fd >= 0)
		close(fd);
	if (directory >= 0)
		close(directory);
	free(text);
}
