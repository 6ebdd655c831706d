#define _GNU_SOURCE
#include "store.h"

#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "fail.h"
#include "file.h"

#define STATE_BYTES_MAX (8 << 20)

static const char *const status_names[] = { "creating", "created", "running", "stopped" };

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

/*
 * A directory name is at most 255 bytes, an id may be 1024: a longer one is cut and carries a hash of
 * the whole, so that docker's and podman's own limits, not ours, decide.
 */
static const char *directory_name(const char *id)
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
	if (c->lock < 0 || flock(c->lock, LOCK_EX) != 0)
		return fail("cannot lock container %s: %s", c->id, strerror(errno));
	return 0;
}

static int open_root(struct container *c, const char *root)
{
	c->root = open(root, O_DIRECTORY | O_RDONLY | O_CLOEXEC);
	if (c->root < 0)
		return fail("cannot open the state directory %s: %s", root, strerror(errno));
	return 0;
}

int store_create(struct container *c, const char *root, const char *id)
{
	*c = (struct container){ id, -1, -1, -1, NULL };
	if (check_id(id) || make_parents(root) || open_root(c, root))
		return -1;
	if (mkdirat(c->root, directory_name(id), 0700) != 0)
		return errno == EEXIST ? fail("container with given ID already exists: %s", id)
				       : fail("cannot make %s/%s: %s", root, id, strerror(errno));
	c->dir = open_directory(c->root, directory_name(id));
	if (c->dir < 0)
		return fail("cannot open %s/%s: %s", root, id, strerror(errno));
	return lock_container(c);
}

static int load_state(struct container *c)
{
	size_t length;
	int fd = openat(c->dir, "state.json", O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd < 0)
		return fail("container %s has no state file: it was not created completely; "
			    "`jwasm delete --force %s` removes it", c->id, c->id);
	json_error_t error;
	char *text = file_read(fd, STATE_BYTES_MAX, &length);
	close(fd);
	c->state = text == NULL ? NULL : json_loadb(text, length, JSON_REJECT_DUPLICATES, &error);
	free(text);
	if (!json_is_object(c->state) || !json_is_integer(json_object_get(c->state, "pid")) ||
	    !json_is_string(json_object_get(c->state, "status")))
		return fail("the state file of container %s is damaged; `jwasm delete --force %s` removes it", c->id, c->id);
	return 0;
}

static int open_container(struct container *c, const char *root, const char *id)
{
	*c = (struct container){ id, -1, -1, -1, NULL };
	if (check_id(id))
		return -1;
	c->root = open(root, O_DIRECTORY | O_RDONLY | O_CLOEXEC);
	c->dir = c->root < 0 ? -1 : open_directory(c->root, directory_name(id));
	return c->dir < 0 ? fail("container \"%s\" does not exist in the state directory %s", id, root) : 0;
}

int store_peek(struct container *c, const char *root, const char *id)
{
	return open_container(c, root, id) || load_state(c) ? -1 : 0;
}

int store_open(struct container *c, const char *root, const char *id, bool *missing)
{
	struct stat before, now;
	*missing = false;
	for (;;) {
		if (open_container(c, root, id)) {
			*missing = c->dir < 0;
			return -1;
		}
		if (lock_container(c))
			return -1;
		/* A delete may have won the lock and removed the directory while this command waited. */
		if (fstat(c->dir, &before) == 0 && fstatat(c->root, directory_name(id), &now, AT_SYMLINK_NOFOLLOW) == 0 &&
		    before.st_ino == now.st_ino)
			return load_state(c);
		close(c->lock);
		close(c->dir);
		close(c->root);
	}
}

int store_save(struct container *c)
{
	int fd = openat(c->dir, "state.json.tmp", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	char *text = json_dumps(c->state, JSON_COMPACT);
	int written = fd < 0 || text == NULL ? -1 : file_write(fd, text, strlen(text));
	int saved_errno = errno;
	if (fd >= 0)
		close(fd);
	free(text);
	if (written != 0 || renameat(c->dir, "state.json.tmp", c->dir, "state.json") != 0)
		return fail("cannot write the state file of container %s: %s", c->id,
			    strerror(written != 0 ? saved_errno : errno));
	return 0;
}

int store_remove(struct container *c)
{
	static const char *const files[] = { "control", "sandbox.log", "state.json.tmp", "state.json", "lock" };
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
		unlinkat(c->dir, files[i], 0);
	if (unlinkat(c->root, directory_name(c->id), AT_REMOVEDIR) != 0 && errno != ENOENT)
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
	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t length = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);
	if (fd >= 0)
		close(fd);
	if (length <= 0)
		return -1;
	text[length] = '\0';
	/* The command name in parentheses may hold anything; the fields after the last one are plain. */
	char state, *rest = strrchr(text, ')');
	long long ticks;
	if (rest == NULL ||
	    sscanf(rest + 1, " %c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %*d %*d %lld", &state,
		   &ticks) != 2)
		return -1;
	return state == 'Z' || state == 'X' ? -1 : ticks;
}

static bool alive(const struct container *c)
{
	pid_t pid = store_pid(c);
	return pid != 0 && process_start_time(pid) == json_integer_value(json_object_get(c->state, "pidStartTime"));
}

int store_pidfd(const struct container *c)
{
	pid_t pid = store_pid(c);
	if (pid == 0)
		return -1;
	int pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
	/* Checked after the open: from here on the number cannot be reused unnoticed. */
	if (pidfd >= 0 && !alive(c)) {
		close(pidfd);
		return -1;
	}
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
