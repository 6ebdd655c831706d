#define _GNU_SOURCE
#include "privilege.h"

#include <grp.h>
#include <linux/capability.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fail.h"
#include "proc.h"

/* The file-system capabilities, and the one for low ports: what a sentry may be granted at most. */
#define CAPABILITIES_MAX                                                                                        \
	((1ull << CAP_CHOWN) | (1ull << CAP_DAC_OVERRIDE) | (1ull << CAP_DAC_READ_SEARCH) | (1ull << CAP_FOWNER) | \
	 (1ull << CAP_FSETID) | (1ull << CAP_NET_BIND_SERVICE))

/* Open files that the JVM needs besides those of its guest. */
#define NOFILE_HEADROOM 64

/* The guest's own limit is the sentry's to keep; ours has room for the JVM's files besides. */
static rlim_t with_headroom(rlim_t limit)
{
	struct rlimit own;
	rlim_t more = limit == RLIM_INFINITY ? limit : limit + NOFILE_HEADROOM;
	/* Above the hard limit that we have ourselves it takes a privilege that we may lack. */
	bool raises = getrlimit(RLIMIT_NOFILE, &own) == 0 && more > own.rlim_max;
	return raises && limit <= own.rlim_max ? own.rlim_max : more;
}

static int set_limit(const struct spec *spec, int i, const struct rlimit *limit)
{
	if (setrlimit((__rlimit_resource_t)spec->rlimits[i].resource, limit) == 0)
		return 0;
	return fail("cannot set process.rlimits[%d] to %llu:%llu: %s", i, (unsigned long long)limit->rlim_cur,
		    (unsigned long long)limit->rlim_max, strerror(errno));
}

int privilege_limit_program(const struct spec *spec)
{
	for (int i = 0; i < spec->rlimit_count; i++)
		if (set_limit(spec, i, &spec->rlimits[i].limit))
			return -1;
	return 0;
}

/*
 * Limits that would starve the JVM rather than the guest (address space, data, stack, processes, file
 * size, which also bounds a memory file) are the sentry's to keep; the others hold for the process.
 */
int privilege_limit(const struct spec *spec)
{
	struct rlimit none = { 0, 0 };
	setrlimit(RLIMIT_CORE, &none);
	for (int i = 0; i < spec->rlimit_count; i++) {
		struct rlimit limit = spec->rlimits[i].limit;
		switch (spec->rlimits[i].resource) {
		case RLIMIT_AS: case RLIMIT_DATA: case RLIMIT_STACK: case RLIMIT_NPROC: case RLIMIT_FSIZE: case RLIMIT_RSS: case RLIMIT_CORE:
			continue;
		case RLIMIT_NOFILE:
			limit.rlim_cur = with_headroom(limit.rlim_cur);
			limit.rlim_max = with_headroom(limit.rlim_max);
			break;
		default:
			break;
		}
		if (set_limit(spec, i, &limit))
			return -1;
	}
	return 0;
}

static int set_capabilities(const struct spec *spec, uint64_t mask)
{
	struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct data[2];
	for (int word = 0; word < 2; word++) {
		data[word].permitted = (uint32_t)((spec->capabilities[CAPS_PERMITTED] & mask) >> (32 * word));
		data[word].effective = (uint32_t)((spec->capabilities[CAPS_EFFECTIVE] & mask) >> (32 * word)) & data[word].permitted;
		data[word].inheritable = (uint32_t)((spec->capabilities[CAPS_INHERITABLE] & mask) >> (32 * word));
	}
	return (int)syscall(SYS_capset, &header, data);
}

/* Capabilities of the launcher bound what it can pass on; a missing one is not an error, as it only takes away. */
static uint64_t own_capabilities(void)
{
	struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct data[2] = { { 0, 0, 0 }, { 0, 0, 0 } };
	syscall(SYS_capget, &header, data);
	return data[0].permitted | (uint64_t)data[1].permitted << 32;
}

/* Leaves the user that config.json says with those of its capabilities that are in the mask. */
static int drop_to(const struct spec *spec, uint64_t mask)
{
	mask &= own_capabilities();
	for (int capability = 0; prctl(PR_CAPBSET_READ, capability, 0, 0, 0) >= 0; capability++)
		if (!(spec->capabilities[CAPS_BOUNDING] & mask & (1ull << capability)) &&
		    prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) != 0)
			return fail("cannot drop capability %d from the bounding set: %s", capability, strerror(errno));
	if (setgroups((size_t)spec->group_count, spec->groups) != 0 && (spec->group_count > 0 || errno != EPERM))
		return fail("cannot set process.user.additionalGids: %s", strerror(errno));
	prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0);
	if (setresgid(spec->gid, spec->gid, spec->gid) != 0 || setresuid(spec->uid, spec->uid, spec->uid) != 0)
		return fail("cannot become user %u:%u of process.user: %s", spec->uid, spec->gid, strerror(errno));
	prctl(PR_SET_KEEPCAPS, 0, 0, 0, 0);
	if (set_capabilities(spec, mask) != 0)
		return fail("cannot cut the capabilities: %s", strerror(errno));
	for (int capability = 0; capability < 64; capability++)
		if (spec->capabilities[CAPS_AMBIENT] & mask & (1ull << capability))
			prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, capability, 0, 0);
	/* Always, whatever config.json says: the sentry never needs a privilege that a file would give. */
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return fail("cannot set no_new_privs: %s", strerror(errno));
	return 0;
}

int privilege_drop(const struct spec *spec)
{
	return drop_to(spec, CAPABILITIES_MAX);
}

int privilege_drop_program(const struct spec *spec)
{
	return drop_to(spec, ~0ull);
}

int privilege_hide(void)
{
	return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 ? 0 : fail("cannot close /proc/self to others: %s", strerror(errno));
}

/* In a new user namespace the child is nobody until it takes the identity that the maps give it. */
int privilege_take_mapped_root(const struct spec *spec)
{
	if (!spec->namespaces[NS_USER].wanted)
		return 0;
	if (setresgid(0, 0, 0) != 0 || setresuid(0, 0, 0) != 0)
		return fail("linux.uidMappings and gidMappings must map container id 0: %s", strerror(errno));
	return 0;
}

/* A caller without privileges may map only itself; for more it needs the setuid helpers of shadow-utils. */
static int run_map_helper(const char *helper, pid_t pid, const struct id_mapping *maps, int count)
{
	char (*numbers)[16] = calloc((size_t)count * 3 + 1, sizeof(*numbers));
	char **argv = calloc((size_t)count * 3 + 3, sizeof(*argv));
	int n = 0, status = -1;
	if (numbers == NULL || argv == NULL) {
		free(numbers);
		free(argv);
		return fail("out of memory");
	}
	argv[n++] = (char *)helper;
	snprintf(numbers[0], sizeof(*numbers), "%d", pid);
	argv[n++] = numbers[0];
	for (int i = 0; i < count; i++) {
		snprintf(numbers[i * 3 + 1], sizeof(*numbers), "%u", maps[i].container);
		snprintf(numbers[i * 3 + 2], sizeof(*numbers), "%u", maps[i].host);
		snprintf(numbers[i * 3 + 3], sizeof(*numbers), "%u", maps[i].size);
		for (int k = 1; k <= 3; k++)
			argv[n++] = numbers[i * 3 + k];
	}
	pid_t child = fork();
	if (child == 0) {
		execvp(helper, argv);
		_exit(127);
	}
	while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	free(numbers);
	free(argv);
	return status == 0 ? 0 : fail("%s failed; see subuid(5), or install the package uidmap", helper);
}

static int write_map(pid_t pid, const char *file, const struct id_mapping *maps, int count)
{
	char path[64], text[4096];
	size_t used = 0;
	for (int i = 0; i < count && used < sizeof(text); i++)
		used += (size_t)snprintf(text + used, sizeof(text) - used, "%u %u %u\n", maps[i].container, maps[i].host,
					 maps[i].size);
	if (used >= sizeof(text))
		return fail("linux mappings are longer than the %zu bytes that the kernel reads", sizeof(text) - 1);
	snprintf(path, sizeof(path), "%d/%s", pid, file);
	return proc_write(path, text) == 0 ? 0 : fail("cannot write /proc/%s (linux mappings): %s", path, strerror(errno));
}

int privilege_map_users(const struct spec *spec, pid_t pid)
{
	char path[64];
	if (!spec->namespaces[NS_USER].wanted || spec->namespaces[NS_USER].path != NULL)
		return 0;
	if (spec->uid_map_count == 0 || spec->gid_map_count == 0)
		return fail("a new user namespace needs linux.uidMappings and linux.gidMappings");
	bool single = spec->uid_map_count == 1 && spec->uid_map[0].size == 1 && spec->gid_map_count == 1 &&
		      spec->gid_map[0].size == 1;
	if (geteuid() != 0 && !single)
		return run_map_helper("newuidmap", pid, spec->uid_map, spec->uid_map_count) ||
				       run_map_helper("newgidmap", pid, spec->gid_map, spec->gid_map_count)
			       ? -1
			       : 0;
	if (geteuid() != 0) {
		snprintf(path, sizeof(path), "%d/setgroups", pid);
		if (proc_write(path, "deny"))
			return fail("cannot write /proc/%s: %s", path, strerror(errno));
	}
	return write_map(pid, "uid_map", spec->uid_map, spec->uid_map_count) ||
			       write_map(pid, "gid_map", spec->gid_map, spec->gid_map_count)
		       ? -1
		       : 0;
}
