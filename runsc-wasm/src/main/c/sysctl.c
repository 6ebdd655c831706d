#include "sysctl.h"

#include <limits.h>
#include <stdio.h>

#include "fail.h"
#include "proc.h"

/* Of the path that proc_write takes. */
#define PROC_SYS "sys/"

/* Of each namespace its names, of which those that end in a slash stand for all below. */
static const struct {
	const char *name;
	enum namespace_type type;
} namespaced[] = {
	{ "net/", NS_NETWORK },
	{ "fs/mqueue/", NS_IPC },
	{ "kernel/msgmax", NS_IPC },
	{ "kernel/msgmnb", NS_IPC },
	{ "kernel/msgmni", NS_IPC },
	{ "kernel/sem", NS_IPC },
	{ "kernel/shmall", NS_IPC },
	{ "kernel/shmmax", NS_IPC },
	{ "kernel/shmmni", NS_IPC },
	{ "kernel/shm_rmid_forced", NS_IPC },
	{ "kernel/domainname", NS_UTS },
	{ "user/", NS_USER },
};

/* A name whose first separator is a slash is a path already; else dots separate, and a slash is a dot: sysctl(8). */
static int path_of(const char *key, char *path, size_t size)
{
	bool dotted = key[strcspn(key, "./")] != '/';
	if (snprintf(path, size, PROC_SYS "%s", key) >= (int)size)
		return -1;
	for (char *c = path + strlen(PROC_SYS); dotted && *c != '\0'; c++)
		*c = *c == '.' ? '/' : *c == '/' ? '.' : *c;
	return strstr(path, "..") == NULL && strstr(path, "//") == NULL ? 0 : -1;
}

/* The namespace that a parameter belongs to; NS_COUNT: none, it is the host's. */
static enum namespace_type type_of(const char *name)
{
	for (size_t i = 0; i < sizeof(namespaced) / sizeof(*namespaced); i++) {
		size_t length = strlen(namespaced[i].name);
		bool all_below = namespaced[i].name[length - 1] == '/';
		if (all_below ? strncmp(name, namespaced[i].name, length) == 0 : strcmp(name, namespaced[i].name) == 0)
			return namespaced[i].type;
	}
	return NS_COUNT;
}

bool sysctl_has(const struct spec *spec, enum namespace_type type)
{
	const char *key;
	json_t *value;
	json_object_foreach(spec->sysctl, key, value) {
		char path[PATH_MAX];
		if (path_of(key, path, sizeof(path)) == 0 && type_of(path + strlen(PROC_SYS)) == type)
			return true;
	}
	return false;
}

int sysctl_check(const struct spec *spec)
{
	const char *key;
	json_t *value;
	json_object_foreach(spec->sysctl, key, value) {
		char path[PATH_MAX];
		if (json_string_value(value) == NULL || path_of(key, path, sizeof(path)))
			return fail("linux.sysctl: \"%.80s\" is not a sysctl", key);
		enum namespace_type type = type_of(path + strlen(PROC_SYS));
		if (type == NS_COUNT || !namespace_is_own(spec, type))
			return fail("linux.sysctl: %.80s would change the host; it needs a namespace of the container's own",
				    key);
	}
	return 0;
}

int sysctl_apply(const struct spec *spec)
{
	const char *key;
	json_t *value;
	json_object_foreach(spec->sysctl, key, value) {
		char path[PATH_MAX];
		if (path_of(key, path, sizeof(path)) || proc_write(path, json_string_value(value)))
			return fail("linux.sysctl: cannot set %s to \"%s\": %s", key, json_string_value(value), strerror(errno));
	}
	return 0;
}
