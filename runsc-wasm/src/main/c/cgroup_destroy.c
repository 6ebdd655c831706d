#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "cgroup.h"
#include "fail.h"
#include "cgroupfs.h"
#include "path.h"

/* How deep a group of ours may lie below its mount point: cgroups(7) has no limit, engines use less than ten. */
#define DEPTH_MAX 64

static void kill_members(int group)
{
	if (group_write(group, "cgroup.kill", "1") == 0)
		return;
	FILE *members = group_members(group);
	for (pid_t pid; (pid = next_member(members)) != 0;)
		if (pid > 1 && pid != getpid())
			kill(pid, SIGKILL);
	if (members != NULL)
		fclose(members);
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
		int group = path == NULL || path[0] != '/' || path_has_dots(path) ? -1 : group_open(path);
		if (group < 0)
			continue;
		if (!group_has_mark(group, mark) && !(group_is_unmarked_since(group, since) && rmdir(path) == 0))
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
		if (group_has_mark(child, mark))
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
		int group = group_open(point);
		if (group < 0)
			continue;
		destroy_marked_below(group, mark, 0);
		close(group);
	}
	if (mounts != NULL)
		fclose(mounts);
}
