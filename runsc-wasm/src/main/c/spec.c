#define _GNU_SOURCE
#include "spec.h"

#include <fcntl.h>
#include <limits.h>
#include <linux/capability.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "fail.h"
#include "file.h"
#include "path.h"
#include "sysctl.h"

static const struct {
	const char *name, *file;
	int flag;
} namespace_table[NS_COUNT] = {
	[NS_USER] = { "user", "user", CLONE_NEWUSER },
	[NS_CGROUP] = { "cgroup", "cgroup", CLONE_NEWCGROUP },
	[NS_IPC] = { "ipc", "ipc", CLONE_NEWIPC },
	[NS_UTS] = { "uts", "uts", CLONE_NEWUTS },
	[NS_NETWORK] = { "network", "net", CLONE_NEWNET },
	[NS_PID] = { "pid", "pid", CLONE_NEWPID },
	[NS_MOUNT] = { "mount", "mnt", CLONE_NEWNS },
};

static const char *const rlimit_names[RLIM_NLIMITS] = {
	[RLIMIT_AS] = "RLIMIT_AS", [RLIMIT_CORE] = "RLIMIT_CORE", [RLIMIT_CPU] = "RLIMIT_CPU",
	[RLIMIT_DATA] = "RLIMIT_DATA", [RLIMIT_FSIZE] = "RLIMIT_FSIZE", [RLIMIT_LOCKS] = "RLIMIT_LOCKS",
	[RLIMIT_MEMLOCK] = "RLIMIT_MEMLOCK", [RLIMIT_MSGQUEUE] = "RLIMIT_MSGQUEUE", [RLIMIT_NICE] = "RLIMIT_NICE",
	[RLIMIT_NOFILE] = "RLIMIT_NOFILE", [RLIMIT_NPROC] = "RLIMIT_NPROC", [RLIMIT_RSS] = "RLIMIT_RSS",
	[RLIMIT_RTPRIO] = "RLIMIT_RTPRIO", [RLIMIT_RTTIME] = "RLIMIT_RTTIME",
	[RLIMIT_SIGPENDING] = "RLIMIT_SIGPENDING", [RLIMIT_STACK] = "RLIMIT_STACK",
};

/* In the order of their numbers in linux/capability.h. */
static const char *const capability_names[] = {
	"CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_DAC_READ_SEARCH", "CAP_FOWNER", "CAP_FSETID", "CAP_KILL", "CAP_SETGID",
	"CAP_SETUID", "CAP_SETPCAP", "CAP_LINUX_IMMUTABLE", "CAP_NET_BIND_SERVICE", "CAP_NET_BROADCAST", "CAP_NET_ADMIN",
	"CAP_NET_RAW", "CAP_IPC_LOCK", "CAP_IPC_OWNER", "CAP_SYS_MODULE", "CAP_SYS_RAWIO", "CAP_SYS_CHROOT",
	"CAP_SYS_PTRACE", "CAP_SYS_PACCT", "CAP_SYS_ADMIN", "CAP_SYS_BOOT", "CAP_SYS_NICE", "CAP_SYS_RESOURCE",
	"CAP_SYS_TIME", "CAP_SYS_TTY_CONFIG", "CAP_MKNOD", "CAP_LEASE", "CAP_AUDIT_WRITE", "CAP_AUDIT_CONTROL",
	"CAP_SETFCAP", "CAP_MAC_OVERRIDE", "CAP_MAC_ADMIN", "CAP_SYSLOG", "CAP_WAKE_ALARM", "CAP_BLOCK_SUSPEND",
	"CAP_AUDIT_READ", "CAP_PERFMON", "CAP_BPF", "CAP_CHECKPOINT_RESTORE",
};

int namespace_flag(enum namespace_type type)
{
	return namespace_table[type].flag;
}

const char *namespace_file(enum namespace_type type)
{
	return namespace_table[type].file;
}

bool namespace_is_own(const struct spec *spec, enum namespace_type type)
{
	const struct namespace *ns = &spec->namespaces[type];
	struct stat joined;
	if (ns->path == NULL)
		return ns->wanted;
	return stat(ns->path, &joined) == 0 && !namespace_is_current(&joined, type);
}

bool namespace_is_current(const struct stat *status, enum namespace_type type)
{
	char path[64];
	struct stat current;
	snprintf(path, sizeof(path), "/proc/self/ns/%s", namespace_file(type));
	return stat(path, &current) != 0 || (current.st_ino == status->st_ino && current.st_dev == status->st_dev);
}

static const char *string_of(json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

/*
 * Numbers are decoded as doubles, because jansson refuses integers over 2^63 and "no limit" is 2^64-1.
 * Everything that is read here is either below 2^53 or a limit that large anyway.
 */
static int number_of(json_t *number, double least, double most, long long *value)
{
	double real = json_number_value(number);
	if (!json_is_number(number) || real < least || real > most || real != (double)(long long)real)
		return -1;
	*value = (long long)real;
	return 0;
}

/* An integer member between 0 and max; absent: 0. */
static int integer_of(json_t *object, const char *key, uint32_t max, long long *value)
{
	json_t *member = json_object_get(object, key);
	*value = 0;
	if (member == NULL)
		return 0;
	return number_of(member, 0, max, value) ? fail("%s must be an integer between 0 and %u", key, max) : 0;
}

static char *read_text(int bundle, const char *path, size_t *length, bool *malformed)
{
	/* The bundle is the caller's, so a link in it is; what is said of the file is said of where it leads. */
	int fd = path_open(bundle, "config.json", O_RDONLY | O_NONBLOCK, RESOLVE_NO_MAGICLINKS);
	if (fd < 0) {
		fail("cannot open %s: %s; a bundle is a directory with a config.json (`jwasm spec` writes one)", path,
		     strerror(errno));
		return NULL;
	}
	if (path_check_private(fd, "configuration", path)) {
		close(fd);
		return NULL;
	}
	char *text = file_read(fd, CONFIG_BYTES_MAX, length);
	int saved_errno = errno;
	close(fd);
	*malformed = text == NULL;
	if (text == NULL)
		fail("cannot read %s: %s; it must be a regular file of at most %d bytes", path, strerror(saved_errno),
		     CONFIG_BYTES_MAX);
	return text;
}

static int read_user(struct spec *spec, json_t *process)
{
	json_t *user = json_object_get(process, "user"), *groups = json_object_get(user, "additionalGids");
	long long uid, gid;
	if (integer_of(user, "uid", UINT32_MAX - 1, &uid) || integer_of(user, "gid", UINT32_MAX - 1, &gid))
		return -1;
	spec->uid = (uid_t)uid;
	spec->gid = (gid_t)gid;
	if (json_array_size(groups) > GROUPS_MAX)
		return fail("process.user.additionalGids has more than %d entries", GROUPS_MAX);
	for (size_t i = 0; i < json_array_size(groups); i++) {
		if (number_of(json_array_get(groups, i), 0, UINT32_MAX - 1, &gid))
			return fail("process.user.additionalGids[%zu] is not a group id", i);
		spec->groups[spec->group_count++] = (gid_t)gid;
	}
	return 0;
}

static void read_capabilities(struct spec *spec, json_t *process)
{
	static const char *const sets[CAPS_COUNT] = { "bounding", "effective", "permitted", "inheritable", "ambient" };
	json_t *capabilities = json_object_get(process, "capabilities");
	for (int set = 0; set < CAPS_COUNT; set++) {
		json_t *names = json_object_get(capabilities, sets[set]);
		for (size_t i = 0; i < json_array_size(names); i++) {
			const char *name = json_string_value(json_array_get(names, i));
			for (size_t c = 0; name != NULL && c < sizeof(capability_names) / sizeof(*capability_names); c++)
				if (strcmp(name, capability_names[c]) == 0)
					spec->capabilities[set] |= 1ull << c;
		}
	}
}

static rlim_t limit_of(json_t *value)
{
	double real = json_number_value(value);
	return json_is_number(value) && real >= 0 && real < 0x1p63 ? (rlim_t)real : RLIM_INFINITY;
}

static int read_rlimits(struct spec *spec, json_t *process)
{
	json_t *rlimits = json_object_get(process, "rlimits");
	for (size_t i = 0; i < json_array_size(rlimits); i++) {
		json_t *entry = json_array_get(rlimits, i);
		const char *name = string_of(entry, "type");
		int resource = 0;
		while (resource < (int)RLIM_NLIMITS && (name == NULL || strcmp(name, rlimit_names[resource]) != 0))
			resource++;
		if (resource == RLIM_NLIMITS || spec->rlimit_count == RLIM_NLIMITS)
			return fail("process.rlimits[%zu].type is not a resource limit of Linux", i);
		struct rlimit limit = { limit_of(json_object_get(entry, "soft")), limit_of(json_object_get(entry, "hard")) };
		spec->rlimits[spec->rlimit_count++] = (struct rlimit_setting){ resource, limit };
	}
	return 0;
}

int spec_read_process(struct spec *spec, json_t *process)
{
	json_t *size = json_object_get(process, "consoleSize");
	long long rows, columns;
	if (!json_is_object(process))
		return fail("process is missing");
	if (integer_of(size, "height", 65535, &rows) || integer_of(size, "width", 65535, &columns))
		return -1;
	spec->rows = (unsigned short)rows;
	spec->columns = (unsigned short)columns;
	spec->terminal = json_is_true(json_object_get(process, "terminal"));
	spec->no_new_privileges = json_is_true(json_object_get(process, "noNewPrivileges"));
	json_t *score = json_object_get(process, "oomScoreAdj");
	if (score != NULL) {
		long long value;
		if (number_of(score, -1000, 1000, &value))
			return fail("process.oomScoreAdj must be between -1000 and 1000");
		spec->has_oom_score = true;
		spec->oom_score = (int)value;
	}
	read_capabilities(spec, process);
	return read_user(spec, process) || read_rlimits(spec, process) ? -1 : 0;
}

static int read_namespaces(struct spec *spec, json_t *linux_part)
{
	json_t *list = json_object_get(linux_part, "namespaces");
	for (size_t i = 0; i < json_array_size(list); i++) {
		json_t *entry = json_array_get(list, i);
		const char *name = string_of(entry, "type"), *path = string_of(entry, "path");
		int type = 0;
		while (type < NS_COUNT && (name == NULL || strcmp(name, namespace_table[type].name) != 0))
			type++;
		if (name != NULL && strcmp(name, "time") == 0)
			return fail("linux.namespaces[%zu]: a time namespace is not supported; leave it out", i);
		if (type == NS_COUNT || spec->namespaces[type].wanted)
			return fail("linux.namespaces[%zu].type is unknown or given twice", i);
		spec->namespaces[type] = (struct namespace){ true, path != NULL && path[0] != '\0' ? path : NULL };
	}
	return 0;
}

static int read_mappings(json_t *list, const char *name, struct id_mapping *maps, int *count)
{
	if (json_array_size(list) > MAPPINGS_MAX)
		return fail("linux.%s has more than %d entries", name, MAPPINGS_MAX);
	for (size_t i = 0; i < json_array_size(list); i++) {
		json_t *entry = json_array_get(list, i);
		long long container, host, size;
		if (integer_of(entry, "containerID", UINT32_MAX, &container) ||
		    integer_of(entry, "hostID", UINT32_MAX, &host) || integer_of(entry, "size", UINT32_MAX, &size))
			return -1;
		maps[(*count)++] = (struct id_mapping){ (uint32_t)container, (uint32_t)host, (uint32_t)size };
	}
	return 0;
}

static int read_binds(struct spec *spec)
{
	json_t *mounts = json_object_get(spec->document, "mounts");
	for (size_t i = 0; i < json_array_size(mounts); i++) {
		json_t *entry = json_array_get(mounts, i), *options = json_object_get(entry, "options");
		const char *type = string_of(entry, "type");
		struct bind_mount bind = { string_of(entry, "source"), i, false, false };
		bool is_bind = type != NULL && strcmp(type, "bind") == 0;
		for (size_t o = 0; o < json_array_size(options); o++) {
			const char *option = json_string_value(json_array_get(options, o));
			if (option == NULL)
				continue;
			is_bind |= strcmp(option, "bind") == 0 || strcmp(option, "rbind") == 0;
			bind.recursive |= strcmp(option, "rbind") == 0;
			if (strcmp(option, "ro") == 0 || strcmp(option, "rro") == 0 || strcmp(option, "rw") == 0)
				bind.readonly = strcmp(option, "rw") != 0;
		}
		if (!is_bind)
			continue;
		if (bind.source == NULL || spec->bind_count == BINDS_MAX)
			return fail("mounts[%zu] has no source, or there are more than %d bind mounts", i, BINDS_MAX);
		spec->binds[spec->bind_count++] = bind;
	}
	return 0;
}

static bool is_empty(const char *text)
{
	return text == NULL || text[0] == '\0';
}

bool spec_has_names(const struct spec *spec)
{
	return !is_empty(spec->hostname) || !is_empty(spec->domainname);
}

int spec_parse(struct spec *spec, char *text, size_t length, const char *path)
{
	json_error_t error;
	memset(spec, 0, sizeof(*spec));
	spec->text = text;
	spec->length = length;
	spec->document = json_loadb(text, length, JSON_REJECT_DUPLICATES | JSON_DECODE_INT_AS_REAL, &error);
	if (!json_is_object(spec->document))
		return fail("%s:%d: %s", path, error.line, spec->document == NULL ? error.text : "it is not a JSON object");
	json_t *root = json_object_get(spec->document, "root"), *linux_part = json_object_get(spec->document, "linux");
	spec->rootfs = string_of(root, "path");
	if (spec->rootfs == NULL)
		return fail("root.path is missing");
	spec->readonly_root = json_is_true(json_object_get(root, "readonly"));
	spec->oci_version = string_of(spec->document, "ociVersion");
	spec->hostname = string_of(spec->document, "hostname");
	spec->domainname = string_of(spec->document, "domainname");
	spec->cgroups_path = string_of(linux_part, "cgroupsPath");
	spec->hooks = json_object_get(spec->document, "hooks");
	spec->annotations = json_object_get(spec->document, "annotations");
	const char *module = string_of(spec->annotations, "io.jwasm.module");
	const char *overlay = string_of(spec->annotations, "io.jwasm.overlay");
	spec->module = module != NULL && module[0] != '\0' ? module : NULL;
	spec->overlay_memory = overlay != NULL && strcmp(overlay, "memory") == 0;
	spec->overlay_none = overlay != NULL && strcmp(overlay, "none") == 0;
	spec->network = string_of(spec->annotations, "io.jwasm.network");
	spec->sysctl = json_object_get(linux_part, "sysctl");
	if (spec_read_process(spec, json_object_get(spec->document, "process")) || read_namespaces(spec, linux_part) || read_binds(spec))
		return -1;
	if (read_mappings(json_object_get(linux_part, "uidMappings"), "uidMappings", spec->uid_map, &spec->uid_map_count))
		return -1;
	if (read_mappings(json_object_get(linux_part, "gidMappings"), "gidMappings", spec->gid_map, &spec->gid_map_count))
		return -1;
	if (spec_has_names(spec) && !namespace_is_own(spec, NS_UTS))
		return fail("hostname and domainname need a uts namespace of the container's own");
	return sysctl_check(spec);
}

int spec_read(struct spec *spec, int bundle, const char *path, bool *malformed)
{
	char name[PATH_MAX + 16];
	size_t length;
	memset(spec, 0, sizeof(*spec));
	*malformed = false;
	snprintf(name, sizeof(name), "%s/config.json", path);
	char *text = read_text(bundle, name, &length, malformed);
	if (text == NULL)
		return -1;
	*malformed = spec_parse(spec, text, length, name) != 0;
	return *malformed ? -1 : 0;
}

void spec_free(struct spec *spec)
{
	json_decref(spec->document);
	free(spec->text);
	spec->document = NULL;
	spec->text = NULL;
}
