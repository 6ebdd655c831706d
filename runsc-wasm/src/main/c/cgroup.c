#define _GNU_SOURCE
#include "cgroup.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cgroupfs.h"
#include "fail.h"
#include "path.h"

/* Version 1 starts a cpuset empty, and an empty one takes no process. */
static void inherit_cpuset(int parent, int child)
{
	static const char *const files[] = { "cpuset.cpus", "cpuset.mems" };
	char value[4096];
	for (int i = 0; i < 2; i++)
		if (!group_read_line(child, files[i], value, sizeof(value)) || value[0] == '\0')
			if (group_read_line(parent, files[i], value, sizeof(value)))
				group_write(child, files[i], value);
}

/* Version 2 gives a child only the controllers that its parent passes on. */
static void pass_controllers(int group)
{
	char names[512], one[64], *save = NULL;
	if (!group_read_line(group, "cgroup.controllers", names, sizeof(names)))
		return;
	for (char *name = strtok_r(names, " ", &save); name != NULL; name = strtok_r(NULL, " ", &save)) {
		snprintf(one, sizeof(one), "+%s", name);
		group_write(group, "cgroup.subtree_control", one);
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
	int group = group_open(names);
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
		if (made && group_set_mark(group, mark) != 0)
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
		if (group_write(cgroup->hierarchies[i].dir, "cgroup.procs", number))
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
		if (group_write(cgroup->hierarchies[i].dir, file, value) == 0)
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
		bool found = group_read(cgroup->hierarchies[i / 2].dir, files[i % 2], text, sizeof(text));
		const char *count = found ? strstr(text, "oom_kill ") : NULL;
		if (count != NULL && strtoull(count + strlen("oom_kill "), NULL, 10) > 0)
			return true;
	}
	return false;
}

int cgroup_join(json_t *paths, const char *mark)
{
	for (size_t i = 0; i < json_array_size(paths); i++) {
		const char *path = json_string_value(json_array_get(paths, i));
		int group = path == NULL ? -1 : group_open(path);
		/* One that is gone limits nothing, and one that is none was never ours. */
		int result = group < 0 ? (errno == ENOENT || errno == EPERM || path == NULL ? 0 : -1)
				       : group_has_mark(group, mark) ? group_write(group, "cgroup.procs", "0") : 0;
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
		int group = path == NULL ? -1 : group_open(path);
		FILE *members = group >= 0 && group_has_mark(group, mark) ? group_members(group) : NULL;
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
