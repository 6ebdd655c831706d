/*
 * Placement in control groups: version 1, hybrid and version 2 (cgroups(7)). Limits are policy, decided
 * in Java; cgroup_write is the mechanism behind them.
 */
#ifndef JWASM_CGROUP_H
#define JWASM_CGROUP_H

#include <jansson.h>
#include <stdbool.h>
#include <sys/types.h>
#include <time.h>

#define HIERARCHIES_MAX 24

/* Room for the names of all controllers, in one hierarchy. */
#define CONTROLLERS_SIZE 192

struct cgroup {
	bool unified; /* version 2 alone */
	bool must; /* a group that cannot be made is a failure */
	int count;
	struct {
		char controllers[CONTROLLERS_SIZE]; /* "cpu,cpuacct", "name=systemd"; "" is version 2 */
		char *path; /* absolute, below the hierarchy's mount point */
		size_t mount_length; /* of the mount point, at the path's begin */
		bool made; /* by us, or to be made: the one who made it removes it */
		int dir; /* the group, once it is there */
	} hierarchies[HIERARCHIES_MAX];
};

/*
 * Finds where the container's group will be in each hierarchy. cgroups_path as in config.json: absolute is below
 * the mount point, relative below the caller's own group, NULL means ID; with systemd it is "slice:prefix:name".
 */
int cgroup_plan(struct cgroup *cgroup, const char *cgroups_path, const char *id, bool systemd);

/*
 * Makes the planned groups, whose paths are on record by then: a command that is killed meanwhile leaves nothing that
 * `delete --force` does not know. Not permitted (a rootless caller): no group is made, unless one was asked for.
 * What is made carries the mark, in an extended attribute: the group itself says whose it is.
 */
int cgroup_make(struct cgroup *cgroup, const char *mark);

void cgroup_free(struct cgroup *cgroup);

/* Where there is only version 2, a descriptor of the group, in which a process can be born (clone3); else -1. */
int cgroup_unified_fd(const struct cgroup *cgroup);

/* Puts a process into every group. */
int cgroup_attach(const struct cgroup *cgroup, pid_t pid);

/* Writes value into the file of the group of that controller; the names are checked to be plain. */
int cgroup_write(const struct cgroup *cgroup, const char *controller, const char *file, const char *value);

/*
 * Kills whatever is left in the recorded groups and removes them; paths is the array of state.json. A group without the
 * mark is left alone, whatever is recorded; but one that is empty and not older than `since` is what a command left that
 * was killed before it could mark it (NULL: there is no such).
 */
int cgroup_destroy(json_t *paths, const char *mark, const struct timespec *since);

/* As cgroup_destroy, for the groups with the mark wherever they are: there is no record. */
void cgroup_destroy_marked(const char *mark);

/* Whether the process is in one of the recorded groups that carry the mark. */
bool cgroup_holds(json_t *paths, const char *mark, pid_t pid);

/* Whether the kernel has killed a process of the group for want of memory. */
bool cgroup_ran_out(const struct cgroup *cgroup);

/* Moves the calling process into the recorded groups that carry the mark. */
int cgroup_join(json_t *paths, const char *mark);

/* The paths, for state.json; only those that this container made. */
json_t *cgroup_paths(const struct cgroup *cgroup);

#endif
