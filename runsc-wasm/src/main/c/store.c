#define _GNU_SOURCE
#include "store.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cgroup.h"
#include "fail.h"
#include "file.h"
#include "path.h"
#include "proc.h"
#include "sandbox.h"

#define STATE_BYTES_MAX (8 << 20)
#define STATUS_COUNT 4

/* Of the directories that somebody may have made in a container's: ours has none. */
#define REMOVE_DEPTH_MAX 32

static const char *const status_names[STATUS_COUNT] = { "creating", "created", "running", "stopped" };

const char *status_name(enum status status)
{
	return status_names[status];
}

static int check_id(const char *id)
{
	size_t length = strspn(id, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+.-");
	if (id[0] == '\0' || id[length] != '\0' || strcmp(id, ".") == 0 || strcmp(id, "..") == 0)
		return fail("invalid container id \"%.80s\": use letters, digits and _ + . -", id);
	if (length > ID_LENGTH_MAX)
		return fail("container id is %zu characters long; at most %d are allowed", length, ID_LENGTH_MAX);
	return 0;
}

const char *store_name(const char *id)
{
	static char name[NAME_MAX + 1];
	uint64_t hash = 0xcbf29ce484222325;
	if (strlen(id) <= NAME_MAX)
		return id;
	for (const char *c = id; *c != '\0'; c++)
		hash = (hash ^ (unsigned char)*c) * 0x100000001b3;
	snprintf(name, sizeof(name), "%.200s~%016llx", id, (unsigned long long)hash);
	return name;
}

static int make_parents(const char *root)
{
	char path[PATH_MAX];
	if (root[0] == '\0' || snprintf(path, sizeof(path), "%s", root) >= (int)sizeof(path))
		return fail("--root is empty or longer than %d bytes", PATH_MAX);
	for (char *slash = strchr(path + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		mkdir(path, 0711);
		*slash = '/';
	}
	if (mkdir(path, 0711) != 0 && errno != EEXIST)
		return fail("cannot make the state directory %s: %s", root, strerror(errno));
	return 0;
}

static int open_directory(int at, const char *path)
{
	return openat(at, path, O_DIRECTORY | O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
}

static int lock_container(struct container *c)
{
	c->lock = openat(c->dir, "lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (c->lock < 0)
		return fail("cannot lock container %s: %s", c->id, strerror(errno));
	int result;
	while ((result = flock(c->lock, LOCK_EX)) != 0 && errno == EINTR)
		;
	return result == 0 ? 0 : fail("cannot lock container %s: %s", c->id, strerror(errno));
}

static int open_root(struct container *c, const char *root)
{
	c->root = open(root, O_DIRECTORY | O_RDONLY | O_CLOEXEC);
	if (c->root < 0)
		return fail("cannot open the state directory %s: %s", root, strerror(errno));
	return path_check_private(c->root, "state directory", root);
}

void store_close(struct container *c)
{
	int *const fds[] = { &c->lock, &c->dir, &c->root };
	for (int i = 0; i < 3; i++) {
		if (*fds[i] >= 0)
			close(*fds[i]);
		*fds[i] = -1;
	}
	json_decref(c->state);
	c->state = NULL;
}

int store_create(struct container *c, const char *root, const char *id)
{
	*c = (struct container){ id, -1, -1, -1, NULL };
	if (check_id(id) || make_parents(root) || open_root(c, root))
		return -1;
	if (mkdirat(c->root, store_name(id), 0700) != 0)
		return errno == EEXIST ? fail("container with given ID already exists: %s", id)
				       : fail("cannot make %s/%s: %s", root, id, strerror(errno));
	c->dir = open_directory(c->root, store_name(id));
	if (c->dir < 0)
		return fail("cannot open %s/%s: %s", root, id, strerror(errno));
	return lock_container(c);
}

/* Whether all that the verbs go by has the type that they expect; a hand may have been at it. */
static bool is_state(const json_t *state, const char *id)
{
	const char *status = json_string_value(json_object_get(state, "status"));
	const char *recorded_id = json_string_value(json_object_get(state, "id"));
	bool known = false;
	for (int i = 0; i < STATUS_COUNT && status != NULL; i++)
		known |= strcmp(status, status_names[i]) == 0;
	return known && recorded_id != NULL && strcmp(recorded_id, id) == 0 && json_is_integer(json_object_get(state, "pid"));
}

static int load_state(struct container *c)
{
	struct stat status;
	size_t length;
	int fd = openat(c->dir, "state.json", O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd < 0)
		return fail("container %s has no state file: it was not created completely; "
			    "`jwasm delete --force %s` removes it", c->id, c->id);
	json_error_t error;
	/* What another user could have written is not what we wrote. */
	bool private = fstat(fd, &status) == 0 && path_is_private(&status) && status.st_nlink <= 1;
	char *text = private ? file_read(fd, STATE_BYTES_MAX, &length) : NULL;
	close(fd);
	c->state = text == NULL ? NULL : json_loadb(text, length, JSON_REJECT_DUPLICATES, &error);
	free(text);
	if (private && is_state(c->state, c->id))
		return 0;
	json_decref(c->state);
	c->state = NULL;
	return fail("the state file of container %s is damaged; `jwasm delete --force %s` removes it", c->id, c->id);
}

static int open_container(struct container *c, const char *root, const char *id, bool *missing)
{
	*c = (struct container){ id, -1, -1, -1, NULL };
	*missing = false;
	if (check_id(id))
		return -1;
	if (access(root, F_OK) == 0 && open_root(c, root))
		return -1;
	c->dir = c->root < 0 ? -1 : open_directory(c->root, store_name(id));
	*missing = c->dir < 0;
	return c->dir < 0 ? fail("container \"%s\" does not exist in the state directory %s", id, root)
			  : path_check_private(c->dir, "state directory of container", id);
}

int store_peek(struct container *c, const char *root, const char *id)
{
	bool missing;
	return open_container(c, root, id, &missing) || load_state(c) ? -1 : 0;
}

int store_open(struct container *c, const char *root, const char *id, bool *missing)
{
	struct stat before, now;
	for (;;) {
		if (open_container(c, root, id, missing))
			return -1;
		int locked = lock_container(c);
		/* A delete may have won the lock and removed the directory while this command waited. */
		if (fstat(c->dir, &before) == 0 && fstatat(c->root, store_name(id), &now, AT_SYMLINK_NOFOLLOW) == 0 &&
		    before.st_ino == now.st_ino)
			return locked == 0 ? load_state(c) : -1;
		fail_clear();
		store_close(c);
	}
}

int store_save(struct container *c)
{
	char *text = json_dumps(c->state, JSON_COMPACT);
	size_t length = text == NULL ? 0 : strlen(text);
	if (length > STATE_BYTES_MAX) {
		free(text);
		return fail("the state of container %s would have %zu bytes; at most %d are allowed: shorten hooks and annotations",
			    c->id, length, STATE_BYTES_MAX);
	}
	int fd = openat(c->dir, "state.json.tmp", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	/* What a crash of the host leaves of a container that was still being made, `delete --force` removes in any shape. */
	bool lasting = strcmp(json_string_value(json_object_get(c->state, "status")), status_names[STATUS_CREATING]) != 0;
	int written = fd < 0 || text == NULL || file_write(fd, text, length) || (lasting && fsync(fd)) ? -1 : 0;
	int saved_errno = errno;
	if (fd >= 0)
		close(fd);
	free(text);
	if (written != 0 || renameat(c->dir, "state.json.tmp", c->dir, "state.json") != 0)
		return fail("cannot write the state file of container %s: %s", c->id,
			    strerror(written != 0 ? saved_errno : errno));
	return 0;
}

/* Takes away whatever else somebody has put into the directory. */
static void empty_directory(int dir, int depth)
{
	DIR *entries = depth == REMOVE_DEPTH_MAX ? NULL : path_entries(dir);
	for (struct dirent *entry; entries != NULL && (entry = readdir(entries)) != NULL;) {
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0 || unlinkat(dir, entry->d_name, 0) == 0)
			continue;
		int below = path_open(dir, entry->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, RESOLVE_BENEATH | RESOLVE_NO_XDEV);
		if (below < 0)
			continue;
		empty_directory(below, depth + 1);
		close(below);
		unlinkat(dir, entry->d_name, AT_REMOVEDIR);
	}
	if (entries != NULL)
		closedir(entries);
}

void store_mark(const struct container *c, char mark[STORE_MARK_SIZE])
{
	struct stat status = { 0 };
	fstat(c->dir, &status);
	snprintf(mark, STORE_MARK_SIZE, "%llx:%llx", (unsigned long long)status.st_dev, (unsigned long long)status.st_ino);
}

int store_remove(struct container *c)
{
	static const char *const files[] = { "control", "sandbox.log", "state.json.tmp", "state.json", "lock" };
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
		unlinkat(c->dir, files[i], 0);
	if (unlinkat(c->root, store_name(c->id), AT_REMOVEDIR) == 0)
		return 0;
	if (errno == ENOTEMPTY)
		empty_directory(c->dir, 0);
	if (unlinkat(c->root, store_name(c->id), AT_REMOVEDIR) != 0 && errno != ENOENT)
		return fail("cannot remove the state directory of container %s: %s", c->id, strerror(errno));
	return 0;
}

pid_t store_pid(const struct container *c)
{
	json_int_t pid = json_integer_value(json_object_get(c->state, "pid"));
	return pid > 0 && pid <= INT_MAX ? (pid_t)pid : 0;
}

long long process_start_time(pid_t pid)
{
	char path[64], text[1024];
	snprintf(path, sizeof(path), "%d/stat", pid);
	if (!proc_read(path, text, sizeof(text)))
		return -1;
	/* The command name in parentheses may hold anything; the fields after the last one are plain. */
	char state, *rest = strrchr(text, ')');
	long long threads, ticks;
	if (rest == NULL ||
	    sscanf(rest + 1, " %c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %lld %*d %lld", &state,
		   &threads, &ticks) != 3)
		return -1;
	/* The first thread can end before the others: a sandbox that was taken over must not look dead and go on. */
	return (state == 'Z' && threads <= 1) || state == 'X' ? -1 : ticks;
}

/* Whether the descriptor at that path below /proc is the FIFO. */
static bool is_fifo(const char *path, const struct stat *fifo)
{
	struct stat status;
	return stat(path, &status) == 0 && status.st_dev == fifo->st_dev && status.st_ino == fifo->st_ino;
}

/* Whether a process has the FIFO among its descriptors, or none at all, or ones that are not for us to see. */
static bool look_through_fds(pid_t pid, const struct stat *fifo)
{
	char path[64];
	struct stat status;
	bool others = false, found = false;
	snprintf(path, sizeof(path), "/proc/%d/fd", pid);
	DIR *fds = opendir(path);
	for (struct dirent *fd; fds != NULL && !found && (fd = readdir(fds)) != NULL;) {
		if (fd->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "/proc/%d/fd/%.16s", pid, fd->d_name);
		found = is_fifo(path, fifo);
		others |= !found && stat(path, &status) == 0;
	}
	if (fds != NULL)
		closedir(fds);
	return found || !others;
}

static bool is_sandbox(const struct container *c, pid_t pid)
{
	char path[64];
	char mark[STORE_MARK_SIZE];
	struct stat fifo;
	if (fstatat(c->dir, "control", &fifo, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISFIFO(fifo.st_mode))
		return false;
	snprintf(path, sizeof(path), "/proc/%d/fd/%d", pid, FD_ORDERS);
	if (is_fifo(path, &fifo))
		return true;
	/* One that was taken over may have closed it, but leaves no group. */
	store_mark(c, mark);
	if (cgroup_holds(json_object_get(c->state, "cgroupPaths"), mark, pid))
		return true;
	/* Before exec it has the FIFO elsewhere; one that is exiting has no descriptors, and no signal harms it. */
	return look_through_fds(pid, &fifo);
}

static bool alive(const struct container *c)
{
	pid_t pid = store_pid(c);
	long long started = pid == 0 ? -1 : process_start_time(pid);
	/* -1 is on record of a sandbox that ended while it was recorded. */
	return started >= 0 && started == json_integer_value(json_object_get(c->state, "pidStartTime"));
}

int store_find(const struct container *c)
{
	struct stat fifo;
	int found = -1;
	DIR *processes = opendir("/proc");
	bool listens = fstatat(c->dir, "control", &fifo, AT_SYMLINK_NOFOLLOW) == 0 && S_ISFIFO(fifo.st_mode);
	for (struct dirent *entry; listens && found < 0 && processes != NULL && (entry = readdir(processes)) != NULL;) {
		char path[64];
		long pid = strtol(entry->d_name, NULL, 10);
		snprintf(path, sizeof(path), "/proc/%ld/fd/%d", pid, FD_ORDERS);
		if (pid <= 1 || !is_fifo(path, &fifo))
			continue;
		found = (int)syscall(SYS_pidfd_open, (pid_t)pid, 0);
		/* Looked at again, as the number may have gone to another process before it was opened. */
		if (found >= 0 && !is_fifo(path, &fifo)) {
			close(found);
			found = -1;
		}
	}
	if (processes != NULL)
		closedir(processes);
	return found;
}

int store_pidfd(const struct container *c, bool *ours)
{
	pid_t pid = store_pid(c);
	*ours = false;
	if (pid == 0)
		return -1;
	int pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
	/* Checked after the open: from here on the number cannot be reused unnoticed. */
	if (pidfd >= 0 && !alive(c)) {
		close(pidfd);
		return -1;
	}
	*ours = pidfd >= 0 && is_sandbox(c, pid);
	return pidfd;
}

/* Whoever creates a container holds its lock until that is done; a sandbox whose creator died ends by itself. */
static bool creator_lives(const struct container *c)
{
	int fd = c->lock >= 0 ? -1 : openat(c->dir, "lock", O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	bool locked = fd >= 0 && flock(fd, LOCK_SH | LOCK_NB) != 0;
	if (fd >= 0)
		close(fd);
	return locked;
}

enum status store_status(const struct container *c)
{
	const char *recorded = json_string_value(json_object_get(c->state, "status"));
	if (strcmp(recorded, "creating") == 0)
		return creator_lives(c) ? STATUS_CREATING : STATUS_STOPPED;
	if (!alive(c))
		return STATUS_STOPPED;
	return strcmp(recorded, "created") == 0 ? STATUS_CREATED : STATUS_RUNNING;
}
