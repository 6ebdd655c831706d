/*
 * The parts of config.json that need the host's privileges before a JVM exists. Everything else, and
 * the validation of the whole, is done in Java: a document that this reader refuses is handed to the
 * Java command line, which reports all that is wrong with it.
 */
#ifndef JWASM_SPEC_H
#define JWASM_SPEC_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/types.h>

#define CONFIG_BYTES_MAX (4 << 20)
#define GROUPS_MAX 1024
#define BINDS_MAX 1024
#define MAPPINGS_MAX 340

enum namespace_type { NS_USER, NS_CGROUP, NS_IPC, NS_UTS, NS_NETWORK, NS_PID, NS_MOUNT, NS_COUNT };

struct namespace {
	bool wanted;
	const char *path; /* NULL: a new one */
};

struct id_mapping {
	uint32_t container, host, size;
};

struct bind_mount {
	const char *source;
	size_t index; /* in mounts[]; the place is /fs/<index + 1> */
	bool recursive, readonly;
};

struct rlimit_setting {
	int resource;
	struct rlimit limit;
};

enum capability_set { CAPS_BOUNDING, CAPS_EFFECTIVE, CAPS_PERMITTED, CAPS_INHERITABLE, CAPS_AMBIENT, CAPS_COUNT };

struct spec {
	json_t *document; /* owns every string below */
	char *text; /* the file as read, handed to the sandbox */
	size_t length;
	const char *rootfs;
	const char *module; /* annotation io.jwasm.module; NULL: process.args[0] names it */
	bool overlay_memory, overlay_none; /* annotation io.jwasm.overlay */
	const char *network; /* annotation io.jwasm.network; NULL: without one */
	bool readonly_root;
	bool terminal;
	unsigned short rows, columns;
	uid_t uid;
	gid_t gid;
	gid_t groups[GROUPS_MAX];
	int group_count;
	uint64_t capabilities[CAPS_COUNT];
	bool no_new_privileges;
	struct rlimit_setting rlimits[RLIM_NLIMITS];
	int rlimit_count;
	bool has_oom_score;
	int oom_score;
	const char *hostname, *domainname, *cgroups_path;
	struct namespace namespaces[NS_COUNT];
	struct id_mapping uid_map[MAPPINGS_MAX], gid_map[MAPPINGS_MAX];
	int uid_map_count, gid_map_count;
	struct bind_mount binds[BINDS_MAX];
	int bind_count;
	json_t *hooks, *sysctl, *annotations;
	const char *oci_version;
};

/* The clone(2) flag and the name under /proc/PID/ns of a namespace. */
int namespace_flag(enum namespace_type type);
const char *namespace_file(enum namespace_type type);

/* Whether the container has a namespace of that type that is not the launcher's: a new one, or another that it joins. */
bool namespace_is_own(const struct spec *spec, enum namespace_type type);

/* Whether what was looked at is the namespace of that type that the calling process is in, or that cannot be told. */
bool namespace_is_current(const struct stat *status, enum namespace_type type);

/* Whether a hostname or a domainname is to be set. */
bool spec_has_names(const struct spec *spec);

/*
 * Reads config.json in the directory that is open as bundle; path is for the sentence of a failure. Returns 0, or -1
 * after fail(). With -1, *malformed tells whether the file was there but is not as the launcher wants it.
 */
int spec_read(struct spec *spec, int bundle, const char *path, bool *malformed);

/* As spec_read, for a text that is malloc()ed and becomes the spec's; path names it in the sentence of a failure. */
int spec_parse(struct spec *spec, char *text, size_t length, const char *path);

/* What config.json's process says about privileges: user, capabilities, rlimits; without a document. */
int spec_read_process(struct spec *spec, json_t *process);

void spec_free(struct spec *spec);

#endif
