#define _GNU_SOURCE
#include "cache.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "fail.h"
#include "file.h"
#include "frame.h"
#include "path.h"
#include "proc.h"

#define MAGIC "JWCACHE1"

uint64_t cache_checksum(const char *data, size_t length)
{
	uint64_t lanes[4] = { 1, 2, 3, 4 }, sum = length;
	for (size_t at = 0; at < length; at += 8) {
		uint64_t word = 0, *lane = &lanes[at / 8 % 4];
		memcpy(&word, data + at, length - at < 8 ? length - at : 8);
		*lane = (*lane ^ word) * 0x9e3779b97f4a7c15;
		*lane ^= *lane >> 29;
	}
	for (int i = 0; i < 4; i++)
		sum = (sum ^ lanes[i]) * 0xbf58476d1ce4e5b9 ^ sum >> 32;
	return sum;
}

/* An unmapped owner, seen from a user namespace, may be root or anybody; above the directory he is what he was to it. */
static bool is_unmapped(uid_t uid)
{
	char map[64];
	unsigned long inside = 1, outside, count;
	return uid == 65534 && proc_read("self/uid_map", map, sizeof(map)) &&
	       !(sscanf(map, "%lu %lu %lu", &inside, &outside, &count) == 3 && inside == 0 && count == UINT32_MAX);
}

/* Whether nobody but root and us can put another directory in this one's place: looks at all above it, as they are. */
static bool is_safe_place(int directory)
{
	struct stat below, status;
	int at = fcntl(directory, F_DUPFD_CLOEXEC, 0);
	bool safe = at >= 0 && fstat(at, &below) == 0 && below.st_uid == geteuid() && path_is_private(&below);
	while (safe) {
		int up = path_open(at, "..", O_PATH | O_DIRECTORY, 0);
		close(at);
		at = up;
		if (up < 0 || fstat(up, &status) != 0)
			safe = false;
		else if (status.st_ino == below.st_ino && status.st_dev == below.st_dev)
			break;
		else
			safe = (path_is_private(&status) || (is_unmapped(status.st_uid) && (status.st_mode & 022) == 0) ||
				((status.st_mode & S_ISVTX) != 0 && (status.st_uid == 0 || status.st_uid == geteuid())));
		below = status;
	}
	if (at >= 0)
		close(at);
	return safe;
}

static const char *usual_path(char *out, size_t size)
{
	const char *home = getenv("XDG_CACHE_HOME");
	if (geteuid() == 0 || home == NULL || home[0] != '/')
		return geteuid() == 0 ? "/var/cache/jwasm" : NULL;
	return snprintf(out, size, "%s/jwasm", home) < (int)size ? out : NULL;
}

void cache_open(struct cache *cache, const char *path)
{
	char usual[PATH_MAX];
	memset(cache, 0, sizeof(*cache));
	cache->directory = -1;
	if (path == NULL)
		path = usual_path(usual, sizeof(usual));
	if (path == NULL || snprintf(cache->path, sizeof(cache->path), "%s", path) >= (int)sizeof(cache->path))
		return;
	mkdir(path, 0700);
	cache->directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
	if (cache->directory < 0 || is_safe_place(cache->directory))
		return;
	warn("the code cache %s is not used: it must belong to the caller, and neither it nor a directory above it be writable "
	     "by others", path);
	cache_close(cache);
}

void cache_close(struct cache *cache)
{
	if (cache->directory >= 0)
		close(cache->directory);
	if (cache->ready_key[0] != '\0' && cache->ready.fd >= 0)
		close(cache->ready.fd);
	cache->directory = cache->ready.fd = -1;
}

static bool plain_key(const char *key)
{
	size_t length = strspn(key, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");
	return length > 0 && length <= CACHE_KEY_LENGTH_MAX && key[length] == '\0' && key[0] != '.';
}

/* Ours alone, so that what is in it is what we wrote. */
static bool is_ours(int fd)
{
	struct stat status;
	return fstat(fd, &status) == 0 && S_ISREG(status.st_mode) && status.st_uid == geteuid() && (status.st_mode & 077) == 0 &&
	       status.st_nlink <= 1;
}

int cache_find(struct cache *cache, struct cache_question *question, const char *key)
{
	/* One container has one module; more questions are those of somebody who looks around. */
	if (cache->directory < 0 || question->asked || !plain_key(key))
		return -1;
	question->asked = true;
	snprintf(question->wanted, sizeof(question->wanted), "%s", key);
	int fd = openat(cache->directory, key, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	const char *flaw = fd < 0 && errno != ENOENT ? strerror(errno) : NULL;
	if (fd >= 0 && !is_ours(fd))
		flaw = "it is not a file of the caller's alone";
	if (flaw == NULL) {
		if (fd >= 0)
			question->wanted[0] = '\0';
		return fd;
	}
	if (fd >= 0)
		close(fd);
	warn("the entry %s/%s of the code cache is not used and made anew: %s", cache->path, key, flaw);
	return -1;
}

void cache_reject(struct cache *cache, struct cache_question *question, const char *key)
{
	snprintf(question->wanted, sizeof(question->wanted), "%s", key);
	warn("the entry %s/%s of the code cache is not used and made anew: it is damaged", cache->path, key);
}

static char *read_entry(int fd, size_t *length)
{
	struct cache_header header;
	if (read(fd, &header, sizeof(header)) != sizeof(header) || memcmp(header.magic, MAGIC, sizeof(header.magic)) != 0)
		return NULL;
	char *code = file_read(fd, FRAME_BYTES_MAX, length);
	if (code != NULL && header.length == *length && header.checksum == cache_checksum(code, *length))
		return code;
	free(code);
	*length = 0;
	return NULL;
}

char *cache_get(struct cache *cache, const char *key, size_t *length)
{
	*length = 0;
	int fd = cache_find(cache, &cache->code, key);
	if (fd < 0)
		return NULL;
	char *code = read_entry(fd, length);
	close(fd);
	if (code == NULL)
		cache_reject(cache, &cache->code, key);
	return code;
}

struct entry {
	char name[NAME_MAX + 1];
	struct timespec time;
	unsigned long long bytes;
};

static int by_age(const void *left, const void *right)
{
	const struct timespec *a = &((const struct entry *)left)->time, *b = &((const struct entry *)right)->time;
	return a->tv_sec != b->tv_sec ? (a->tv_sec < b->tv_sec ? -1 : 1) : a->tv_nsec < b->tv_nsec ? -1 : a->tv_nsec > b->tv_nsec;
}

/* Removes what killed writers left, and the oldest entries where there are too many; rarely called: after a compilation. */
static void trim(int directory)
{
	struct entry *entries = calloc(2 * CACHE_ENTRIES_MAX, sizeof(*entries));
	DIR *names = entries == NULL ? NULL : path_entries(directory);
	size_t count = 0;
	unsigned long long bytes = 0;
	for (struct dirent *name; names != NULL && count < 2 * CACHE_ENTRIES_MAX && (name = readdir(names)) != NULL;) {
		struct stat status;
		size_t length = strlen(name->d_name);
		bool temporary = length > 4 && strcmp(name->d_name + length - 4, ".tmp") == 0;
		if (fstatat(directory, name->d_name, &status, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(status.st_mode))
			continue;
		if (temporary && time(NULL) - status.st_mtim.tv_sec > CACHE_TEMPORARY_SECONDS)
			unlinkat(directory, name->d_name, 0);
		if (temporary)
			continue;
		snprintf(entries[count].name, sizeof(entries[count].name), "%s", name->d_name);
		entries[count].time = status.st_mtim;
		entries[count++].bytes = (unsigned long long)status.st_size;
		bytes += (unsigned long long)status.st_size;
	}
	if (names != NULL)
		closedir(names);
	if (count > CACHE_ENTRIES_MAX || bytes > CACHE_BYTES_MAX)
		qsort(entries, count, sizeof(*entries), by_age);
	for (size_t i = 0; i < count && (count - i > CACHE_ENTRIES_MAX || bytes > CACHE_BYTES_MAX); i++) {
		unlinkat(directory, entries[i].name, 0);
		bytes -= entries[i].bytes;
	}
	free(entries);
}

int cache_store(struct cache *cache, struct cache_question *question, const char *key, struct cache_header *header,
		size_t header_length, const char *data, size_t length)
{
	char temporary[CACHE_KEY_LENGTH_MAX + 32];
	if (cache->directory < 0 || question->wanted[0] == '\0' || strcmp(key, question->wanted) != 0 || length > FRAME_BYTES_MAX)
		return -1;
	question->wanted[0] = '\0';
	header->length = length;
	header->checksum = cache_checksum(data, length);
	snprintf(temporary, sizeof(temporary), "%s.%d.tmp", key, getpid());
	unlinkat(cache->directory, temporary, 0);
	int fd = openat(cache->directory, temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return -1;
	int written = file_write(fd, (const char *)header, header_length) || file_write(fd, data, length) ? -1 : 0;
	close(fd);
	if (written == 0)
		written = renameat(cache->directory, temporary, cache->directory, key);
	if (written != 0)
		unlinkat(cache->directory, temporary, 0);
	trim(cache->directory);
	return written;
}

void cache_put(struct cache *cache, const char *key, const char *code, size_t length)
{
	struct cache_header header;
	memcpy(header.magic, MAGIC, sizeof(header.magic));
	cache_store(cache, &cache->code, key, &header, sizeof(header), code, length);
}
