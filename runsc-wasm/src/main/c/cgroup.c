#define _GNU_SOURCE
#include "cgroup.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/magic.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <time.h>
#include <unistd.h>

#include "fail.h"
#include "file.h"
#include "path.h"

/* user.* needs no privilege but to be the group's owner; kernfs keeps it until the group goes (Linux 5.7). */
#define MARK_NAME "user.jwasm"

/* How deep a group of ours may lie below its mount point: cgroups(7) has no limit, engines use less than ten. */
#define DEPTH_MAX 64

/* A group, whose path goes through no link; only on a real cgroup file system: a mount over it must not receive values. */
static int open_group(const char *path)
{
	int dir = path_open(AT_FDCWD, path, O_RDONLY | O_DIRECTORY, RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS);
	if (dir < 0 || path_on(dir, CGROUP_SUPER_MAGIC) || path_on(dir, CGROUP2_SUPER_MAGIC))
		return dir;
	close(dir);
	errno = EPERM;
	return -1;
}

static int write_file(int group, const char *file, const char *value)
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

static bool read_file(int group, const char *file, char *out, size_t size)
{
	return file_read_once(path_open(group, file, O_RDONLY, RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_XDEV), out, size);
}

static bool read_line(int group, const char *file, char *out, size_t size)
{
	bool found = read_file(group, file, out, size);
	out[strcspn(out, "\n")] = '\0';
	return found;
}

/* Version 1 starts a cpuset empty, and an empty one takes no process. */
static void inherit_cpuset(int parent, int child)
{
	static const char *const files[] = { "cpuset.cpus", "cpuset.mems" };
	char value[4096];
	for (int i = 0; i < 2; i++)
		if (!read_line(child, files[i], value, sizeof(value)) || value[0] == '\0')
			if (read_line(parent, files[i], value, sizeof(value)))
				write_file(child, files[i], value);
}

/* Version 2 gives a child only the controllers that its parent passes on. */
static void pass_controllers(int group)
{
	char names[512], one[64], *save = NULL;
	if (!read_line(group, "cgroup.controllers", names, sizeof(names)))
		return;
	for (char *name = strtok_r(names, " ", &save); name != NULL; name = strtok_r(NULL, " ", &save)) {
		snprintf(one, sizeof(one), "+%s", name);
		write_file(group, "cgroup.subtree_control", one);
	}
}

/* One step of mkdir -p: the group called name in another; closes that one. */
static int make_step(int parent, const char *name, const char *controllers, bool *made)
{
	if (controllers[0] == '\0')
		pass_controllers(parent);
	*made = mkdirat(parent, name, 0755) == 0;
	int child = !*made && errno != EEXIST ? -1
					      : path_open(parent, name, O_RDONLY | O_DIRECTORY,
							  RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_XDEV);
	/* Also of a group that is there: who made it a moment ago may not have come to it yet. */
	if (child >= 0 && strstr(controllers, "cpuset") != NULL)
		inherit_cpuset(parent, child);
	int saved_errno = errno;
	close(parent);
	errno = saved_errno;
	return child;
}

/* mkdir -p below the mount point; *made tells whether the last directory is new. Returns the group. */
static int make_group_once(const char *path, size_t mount_length, const char *controllers, bool *made)
{
	char names[PATH_MAX], *save = NULL;
	snprintf(names, sizeof(names), "%.*s", (int)mount_length, path);
	int group = open_group(names);
	*made = false;
	snprintf(names, sizeof(names), "%s", path + mount_length);
	for (char *name = strtok_r(names, "/", &save); name != NULL && group >= 0; name = strtok_r(NULL, "/", &save))
		group = make_step(group, name, controllers, made);
	return group;
}

/* Another container's end may take an empty slice away between two steps of ours. */
static int make_group(const char *path, size_t mount_length, const char *controllers, bool *made)
{
	int group;
	for (int tries = 0; (group = make_group_once(path, mount_length, controllers, made)) < 0 && errno == ENOENT; tries++)
		if (tries == 10)
			break;
	return group;
}

int cgroup_make(struct cgroup *cgroup, const char *mark)
{
	int kept = 0;
	for (int i = 0; i < cgroup->count; i++) {
		bool made;
		cgroup->hierarchies[kept] = cgroup->hierarchies[i];
		const char *path = cgroup->hierarchies[i].path;
		int group = make_group(path, cgroup->hierarchies[i].mount_length, cgroup->hierarchies[i].controllers, &made);
		if (group < 0) {
			if ((errno == EACCES || errno == EPERM || errno == EROFS) && !cgroup->must)
				continue;
			return fail("cannot make the cgroup %s: %s", path, strerror(errno));
		}
		if (made && fsetxattr(group, MARK_NAME, mark, strlen(mark), XATTR_CREATE) != 0)
			return fail("cannot mark the cgroup %s as ours: %s", path, strerror(errno));
		cgroup->hierarchies[kept].dir = group;
		cgroup->hierarchies[kept++].made = made;
	}
	cgroup->count = kept;
	return 0;
}

void cgroup_free(struct cgroup *cgroup)
{
	for (int i = 0; i < cgroup->count; i++) {
		free(cgroup->hierarchies[i].path);
		if (cgroup->hierarchies[i].dir >= 0)
			close(cgroup->hierarchies[i].dir);
	}
	cgroup->count = 0;
}

int cgroup_unified_fd(const struct cgroup *cgroup)
{
	if (!cgroup->unified || cgroup->count != 1)
		return -1;
	return cgroup->hierarchies[0].dir;
}

int cgroup_attach(const struct cgroup *cgroup, pid_t pid)
{
	char number[32];
	snprintf(number, sizeof(number), "%d", pid);
	for (int i = 0; i < cgroup->count; i++)
		if (write_file(cgroup->hierarchies[i].dir, "cgroup.procs", number))
			return fail("cannot join the cgroup %s: %s", cgroup->hierarchies[i].path, strerror(errno));
	return 0;
}

static bool lists(const char *controllers, const char *controller)
{
	size_t length = strlen(controller);
	for (const char *at = controllers; at != NULL; at = strchr(at, ','), at = at == NULL ? NULL : at + 1)
		if (strncmp(at, controller, length) == 0 && (at[length] == ',' || at[length] == '\0'))
			return true;
	return false;
}

/*
 * What a sandbox may ask to be written, and that it asks is no reason to trust it: of version 1 the limits that Java
 * sets, as "tasks" would move any process and "devices.allow" open any device; of version 2 what a controller has.
 */
static bool is_limit(const char *file, bool unified)
{
	static const char *const version1[] = { "memory.limit_in_bytes", "memory.memsw.limit_in_bytes", "memory.soft_limit_in_bytes",
						"cpu.shares", "cpu.cfs_period_us", "cpu.cfs_quota_us", "cpuset.cpus", "cpuset.mems",
						"pids.max" };
	for (size_t i = 0; !unified && i < sizeof(version1) / sizeof(*version1); i++)
		if (strcmp(file, version1[i]) == 0)
			return true;
	return unified && strchr(file, '.') != NULL && file[0] != '.' && strncmp(file, "cgroup.", 7) != 0 &&
	       strspn(file, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.") == strlen(file);
}

int cgroup_write(const struct cgroup *cgroup, const char *controller, const char *file, const char *value)
{
	if (!is_limit(file, cgroup->unified))
		return fail("\"%.80s\" is not the name of a cgroup limit", file);
	for (int i = 0; i < cgroup->count; i++) {
		if (!(cgroup->unified ? cgroup->hierarchies[i].controllers[0] == '\0'
				      : lists(cgroup->hierarchies[i].controllers, controller)))
			continue;
		if (write_file(cgroup->hierarchies[i].dir, file, value) == 0)
			return 0;
		return fail("cannot set %s to %s in the cgroup %s: %s", file, value, cgroup->hierarchies[i].path,
			    strerror(errno));
	}
	return fail("cannot set %s: the cgroup controller %s is not there", file, controller);
}

bool cgroup_ran_out(const struct cgroup *cgroup)
{
	static const char *const files[] = { "memory.oom_control", "memory.events" };
	char text[1024];
	for (int i = 0; i < 2 * cgroup->count; i++) {
		bool found = read_file(cgroup->hierarchies[i / 2].dir, files[i % 2], text, sizeof(text));
		const char *count = found ? strstr(text, "oom_kill ") : NULL;
		if (count != NULL && strtoull(count + strlen("oom_kill "), NULL, 10) > 0)
			return true;
	}
	return false;
}

static FILE *open_members(int group)
{
	int fd = path_open(group, "cgroup.procs", O_RDONLY, RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_XDEV);
	FILE *members = fd < 0 ? NULL : fdopen(fd, "r");
	if (fd >= 0 && members == NULL)
		close(fd);
	return members;
}

/* The next process of a group; 0: that was the last. */
static pid_t next_member(FILE *members)
{
	char line[64];
	return members == NULL || fgets(line, sizeof(line), members) == NULL ? 0 : (pid_t)strtol(line, NULL, 10);
}

static void kill_members(int group)
{
	if (write_file(group, "cgroup.kill", "1") == 0)
		return;
	FILE *members = open_members(group);
	for (pid_t pid; (pid = next_member(members)) != 0;)
		if (pid > 1 && pid != getpid())
			kill(pid, SIGKILL);
	if (members != NULL)
		fclose(members);
}

static bool has_mark(int group, const char *mark)
{
	char found[128];
	ssize_t length = fgetxattr(group, MARK_NAME, found, sizeof(found));
	return length == (ssize_t)strlen(mark) && memcmp(found, mark, (size_t)length) == 0;
}

/* What a creator that was killed has made, and not yet marked: nothing was ever in it. */
static bool is_unmarked_since(int group, const struct timespec *since)
{
	struct stat status;
	if (since == NULL || fgetxattr(group, MARK_NAME, NULL, 0) >= 0 || errno != ENODATA || fstat(group, &status) != 0)
		return false;
	return status.st_ctim.tv_sec > since->tv_sec ||
	       (status.st_ctim.tv_sec == since->tv_sec && status.st_ctim.tv_nsec >= since->tv_nsec);
}

/* The groups in a group; NULL: there is none, or it is too deep to be looked for. */
static DIR *groups_in(int group, int depth)
{
	return depth == DEPTH_MAX ? NULL : path_entries(group);
}

/* The next of them that can be opened; NULL: that was the last, and they are closed. */
static const char *next_group(DIR *groups, int *opened)
{
	for (struct dirent *entry; groups != NULL && (entry = readdir(groups)) != NULL;) {
		if (entry->d_type != DT_DIR || strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		*opened = openat(dirfd(groups), entry->d_name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
		if (*opened >= 0)
			return entry->d_name;
	}
	if (groups != NULL)
		closedir(groups);
	return NULL;
}

/* Kills what is in a group, and does what it can about the groups in it: a guest to which the tree is mounted made them. */
static void clear_group(int group, int depth)
{
	kill_members(group);
	DIR *children = groups_in(group, depth);
	int child;
	for (const char *name; (name = next_group(children, &child)) != NULL;) {
		clear_group(child, depth + 1);
		close(child);
		unlinkat(group, name, AT_REMOVEDIR);
	}
}

/* Kills and removes a group, by a name in a directory. 0, or -1 with errno. */
static int destroy(int group, int at, const char *name)
{
	struct timespec pause = { 0, 2000000 };
	/* A killed process leaves its group a moment after its parent could know: EBUSY until then. */
	for (int tries = 500; unlinkat(at, name, AT_REMOVEDIR) != 0; tries--) {
		if (errno == ENOENT)
			return 0;
		if (errno != EBUSY || tries == 0)
			return -1;
		clear_group(group, 0);
		nanosleep(&pause, NULL);
	}
	return 0;
}

/* systemd removes a slice with its last member; where we stand in for it, so do we. */
static void remove_empty_slices(const char *path)
{
	char parent[PATH_MAX];
	snprintf(parent, sizeof(parent), "%s", path);
	for (char *slash; (slash = strrchr(parent, '/')) != NULL;) {
		*slash = '\0';
		size_t length = strlen(parent);
		if (length < 6 || strcmp(parent + length - 6, ".slice") != 0 || rmdir(parent) != 0)
			return;
	}
}

int cgroup_destroy(json_t *paths, const char *mark, const struct timespec *since)
{
	int result = 0;
	for (size_t i = 0; i < json_array_size(paths); i++) {
		const char *path = json_string_value(json_array_get(paths, i));
		int group = path == NULL || path[0] != '/' || path_has_dots(path) ? -1 : open_group(path);
		if (group < 0)
			continue;
		if (!has_mark(group, mark) && !(is_unmarked_since(group, since) && rmdir(path) == 0))
			warn("the cgroup %s is not this container's and stays, although its state file names it", path);
		else if (destroy(group, AT_FDCWD, path) != 0)
			result = fail("cannot remove the cgroup %s: %s", path, strerror(errno));
		else
			remove_empty_slices(path);
		close(group);
	}
	return result;
}

static void destroy_marked_below(int group, const char *mark, int depth)
{
	DIR *children = groups_in(group, depth);
	int child;
	for (const char *name; (name = next_group(children, &child)) != NULL;) {
		if (has_mark(child, mark))
			destroy(child, group, name);
		else
			destroy_marked_below(child, mark, depth + 1);
		close(child);
	}
}

void cgroup_destroy_marked(const char *mark)
{
	char line[8192], point[4096];
	FILE *mounts = fopen("/proc/self/mountinfo", "re");
	while (mounts != NULL && fgets(line, sizeof(line), mounts) != NULL) {
		if (strstr(line, " - cgroup") == NULL || sscanf(line, "%*d %*d %*s %*s %4095s", point) != 1)
			continue;
		int group = open_group(point);
		if (group < 0)
			continue;
		destroy_marked_below(group, mark, 0);
		close(group);
	}
	if (mounts != NULL)
		fclose(mounts);
}

int cgroup_join(json_t *paths, const char *mark)
{
	for (size_t i = 0; i < json_array_size(paths); i++) {
		const char *path = json_string_value(json_array_get(paths, i));
		int group = path == NULL ? -1 : open_group(path);
		/* One that is gone limits nothing, and one that is none was never ours. */
		int result = group < 0 ? (errno == ENOENT || errno == EPERM || path == NULL ? 0 : -1)
				       : has_mark(group, mark) ? write_file(group, "cgroup.procs", "0") : 0;
		int saved_errno = errno;
		if (group >= 0)
			close(group);
		if (result != 0)
			return fail("cannot join the cgroup %s: %s", path, strerror(saved_errno));
	}
	return 0;
}

bool cgroup_holds(json_t *paths, const char *mark, pid_t pid)
{
	bool found = false;
	for (size_t i = 0; i < json_array_size(paths) && !found; i++) {
		const char *path = json_string_value(json_array_get(paths, i));
		int group = path == NULL ? -1 : open_group(path);
		FILE *members = group >= 0 && has_mark(group, mark) ? open_members(group) : NULL;
		for (pid_t member; !found && (member = next_member(members)) != 0;)
			found = member == pid;
		if (members != NULL)
			fclose(members);
		if (group >= 0)
			close(group);
	}
	return found;
}

json_t *cgroup_paths(const struct cgroup *cgroup)
{
	json_t *paths = json_array();
	for (int i = 0; i < cgroup->count; i++)
		if (cgroup->hierarchies[i].made)
			json_array_append_new(paths, json_string(cgroup->hierarchies[i].path));
	return paths;
}
