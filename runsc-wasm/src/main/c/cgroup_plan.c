#define _GNU_SOURCE
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cgroup.h"
#include "fail.h"
#include "path.h"
#include "proc.h"
#include "store.h"

/* The caller's own group in a hierarchy, from a copy of /proc/self/cgroup: lines "id:controllers:path". */
static void own_group(const char *proc_self_cgroup, const char *controllers, char *out, size_t size)
{
	size_t length = strlen(controllers);
	snprintf(out, size, "/");
	for (const char *line = proc_self_cgroup; line != NULL && *line != '\0';) {
		const char *name = strchr(line, ':'), *end = strchr(line, '\n');
		const char *path = name == NULL ? NULL : strchr(name + 1, ':');
		if (path != NULL && (size_t)(path - name - 1) == length && strncmp(name + 1, controllers, length) == 0) {
			int bytes = end == NULL ? (int)strlen(path + 1) : (int)(end - path - 1);
			snprintf(out, size, "%.*s", bytes, path + 1);
			return;
		}
		line = end == NULL ? NULL : end + 1;
	}
}

/* "a-b.slice" lies in "a.slice/a-b.slice" (systemd.slice(5)); expands into out. */
static int expand_slice(const char *slice, char *out, size_t size)
{
	size_t length = strlen(slice), used = 0;
	if (length < 7 || strcmp(slice + length - 6, ".slice") != 0 || strchr(slice, '/') != NULL)
		return fail("linux.cgroupsPath: \"%s\" is not the name of a systemd slice", slice);
	out[0] = '\0';
	if (strcmp(slice, "-.slice") == 0)
		return 0;
	for (size_t i = 1; i <= length - 6; i++) {
		if (slice[i] != '-' && i != length - 6)
			continue;
		int bytes = snprintf(out + used, size - used, "/%.*s.slice", (int)i, slice);
		if (bytes < 0 || (size_t)bytes >= size - used)
			return fail("linux.cgroupsPath: \"%s\" is too long", slice);
		used += (size_t)bytes;
	}
	return 0;
}

/* "slice:prefix:name" becomes "/slice/prefix-name.scope". */
static int systemd_path(const char *cgroups_path, const char *id, char *out, size_t size)
{
	char text[1024], slices[2048];
	snprintf(text, sizeof(text), "%s", cgroups_path == NULL ? "" : cgroups_path);
	if (text[0] == '\0')
		snprintf(text, sizeof(text), "system.slice:jwasm:%s", store_name(id));
	char *prefix = strchr(text, ':'), *name = prefix == NULL ? NULL : strchr(prefix + 1, ':');
	if (name == NULL || strchr(name + 1, ':') != NULL || strchr(prefix, '/') != NULL || name[1] == '\0')
		return fail("linux.cgroupsPath: with --systemd-cgroup it must be \"slice:prefix:name\", not \"%s\"", text);
	*prefix++ = '\0';
	*name++ = '\0';
	if (expand_slice(text[0] == '\0' ? "system.slice" : text, slices, sizeof(slices)))
		return -1;
	bool slice = strlen(name) > 6 && strcmp(name + strlen(name) - 6, ".slice") == 0;
	int bytes = slice ? snprintf(out, size, "%s/%s", slices, name)
			  : snprintf(out, size, "%s/%s%s%s.scope", slices, prefix, prefix[0] == '\0' ? "" : "-", name);
	return bytes >= (int)size ? fail("linux.cgroupsPath is too long") : 0;
}

static int add_hierarchy(struct cgroup *cgroup, const char *mount_point, const char *mount_root,
			 const char *controllers, const char *own, const char *relative)
{
	if (cgroup->count == HIERARCHIES_MAX)
		return fail("more than %d cgroup hierarchies are mounted", HIERARCHIES_MAX);
	/* In a container the mount shows a part of the tree, whose name at its root is not part of the path. */
	size_t root_length = strcmp(mount_root, "/") == 0 ? 0 : strlen(mount_root);
	if (strncmp(own, mount_root, root_length) == 0 && (own[root_length] == '/' || own[root_length] == '\0'))
		own += root_length;
	char path[PATH_MAX];
	bool absolute = relative[0] == '/';
	if (snprintf(path, sizeof(path), "%s%s%s%s", mount_point, absolute || strcmp(own, "/") == 0 ? "" : own,
		     absolute ? "" : "/", relative) >= (int)sizeof(path))
		return fail("linux.cgroupsPath is too long");
	snprintf(cgroup->hierarchies[cgroup->count].controllers, sizeof(cgroup->hierarchies[0].controllers), "%s",
		 controllers);
	cgroup->hierarchies[cgroup->count].mount_length = strlen(mount_point);
	cgroup->hierarchies[cgroup->count].path = strdup(path);
	cgroup->hierarchies[cgroup->count].dir = -1;
	cgroup->hierarchies[cgroup->count++].made = access(path, F_OK) != 0;
	return 0;
}

/* The controllers among the options of a version 1 mount, as /proc/self/cgroup names them. */
static void controllers_of(const char *options, char *out, size_t size)
{
	static const char *const known[] = { "cpuset", "cpu", "cpuacct", "blkio", "memory", "devices", "freezer", "net_cls",
					     "perf_event", "net_prio", "hugetlb", "pids", "rdma", "misc" };
	char copy[512], *save = NULL;
	size_t used = 0;
	out[0] = '\0';
	snprintf(copy, sizeof(copy), "%s", options);
	for (char *option = strtok_r(copy, ",\n", &save); option != NULL; option = strtok_r(NULL, ",\n", &save)) {
		bool wanted = strncmp(option, "name=", 5) == 0;
		for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
			wanted |= strcmp(option, known[i]) == 0;
		if (wanted && used < size)
			used += (size_t)snprintf(out + used, size - used, "%s%s", used == 0 ? "" : ",", option);
	}
}

/* The group's path as config.json and the caller want it: absolute or relative to the caller's own group. */
static int wanted_path(const char *cgroups_path, const char *id, bool systemd, char *out, size_t size)
{
	if (systemd) {
		if (systemd_path(cgroups_path, id, out, size))
			return -1;
	} else if (cgroups_path == NULL || cgroups_path[0] == '\0') {
		snprintf(out, size, "%s", store_name(id));
	} else if (snprintf(out, size, "%s", cgroups_path) >= (int)size) {
		return fail("linux.cgroupsPath is too long");
	}
	if (path_has_dots(out))
		return fail("linux.cgroupsPath: \"%s\" must not contain \"..\"", out);
	/* Limits of the container would be limits of the host, or of whoever called. */
	if (out[strspn(out, "/.")] == '\0')
		return fail("linux.cgroupsPath: \"%s\" names no group of the container's own", out);
	return 0;
}

int cgroup_plan(struct cgroup *cgroup, const char *cgroups_path, const char *id, bool systemd)
{
	static char self[16384];
	char relative[PATH_MAX], line[8192];
	memset(cgroup, 0, sizeof(*cgroup));
	if (wanted_path(cgroups_path, id, systemd, relative, sizeof(relative)))
		return -1;
	proc_read("self/cgroup", self, sizeof(self));
	FILE *mounts = fopen("/proc/self/mountinfo", "re");
	if (mounts == NULL)
		return fail("cannot read /proc/self/mountinfo: %s", strerror(errno));
	int result = 0, version1 = 0;
	while (result == 0 && fgets(line, sizeof(line), mounts) != NULL) {
		/* id parent major:minor root mountpoint options [fields] - type source options */
		char root[4096], point[4096], options[512], controllers[CONTROLLERS_SIZE] = "", own[PATH_MAX];
		char *tail = strstr(line, " - cgroup");
		if (tail == NULL || sscanf(line, "%*d %*d %*s %4095s %4095s", root, point) != 2)
			continue;
		bool v2 = strncmp(tail, " - cgroup2 ", 11) == 0;
		if (!v2 && sscanf(tail, " - cgroup %*s %511s", options) == 1)
			controllers_of(options, controllers, sizeof(controllers));
		if (!v2 && controllers[0] == '\0')
			continue;
		version1 += !v2;
		own_group(self, controllers, own, sizeof(own));
		result = add_hierarchy(cgroup, point, root, controllers, own, relative);
	}
	fclose(mounts);
	cgroup->unified = version1 == 0;
	cgroup->must = cgroups_path != NULL && geteuid() == 0;
	return result;
}
