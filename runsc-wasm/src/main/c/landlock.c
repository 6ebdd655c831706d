#define _GNU_SOURCE
#include "landlock.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "fail.h"

/* Newer than the C library's headers may be. */
#ifndef LANDLOCK_ACCESS_FS_REFER
#define LANDLOCK_ACCESS_FS_REFER (1ull << 13)
#endif
#ifndef LANDLOCK_ACCESS_FS_TRUNCATE
#define LANDLOCK_ACCESS_FS_TRUNCATE (1ull << 14)
#endif
#ifndef LANDLOCK_ACCESS_FS_IOCTL_DEV
#define LANDLOCK_ACCESS_FS_IOCTL_DEV (1ull << 15)
#endif
#ifndef LANDLOCK_ACCESS_NET_BIND_TCP
#define LANDLOCK_ACCESS_NET_BIND_TCP (1ull << 0)
#define LANDLOCK_ACCESS_NET_CONNECT_TCP (1ull << 1)
#endif
#ifndef LANDLOCK_SCOPE_SIGNAL
#define LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET (1ull << 0)
#define LANDLOCK_SCOPE_SIGNAL (1ull << 1)
#endif

#define FS_READ (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define FS_CHANGE                                                                                                     \
	(LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |             \
	 LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SYM |                    \
	 LANDLOCK_ACCESS_FS_REFER | LANDLOCK_ACCESS_FS_TRUNCATE)
#define FS_NEVER                                                                                                      \
	(LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO |                 \
	 LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_IOCTL_DEV)

/* As of version 6; an older kernel takes only as much as it knows. */
struct ruleset_attr {
	uint64_t handled_access_fs, handled_access_net, scoped;
};

static const struct {
	const char *path;
	uint64_t allowed;
} places[] = {
	{ "/", FS_READ },
	{ "/jre", LANDLOCK_ACCESS_FS_EXECUTE },
	{ "/lib", LANDLOCK_ACCESS_FS_EXECUTE },
	{ "/lib64", LANDLOCK_ACCESS_FS_EXECUTE },
	{ "/fs", FS_CHANGE },
};

int landlock_version(void)
{
	long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
	return version < 0 ? 0 : (int)version;
}

static uint64_t known_accesses(int version)
{
	uint64_t accesses = LANDLOCK_ACCESS_FS_EXECUTE | FS_READ | FS_CHANGE | FS_NEVER;
	if (version < 2)
		accesses &= ~LANDLOCK_ACCESS_FS_REFER;
	if (version < 3)
		accesses &= ~LANDLOCK_ACCESS_FS_TRUNCATE;
	if (version < 5)
		accesses &= ~LANDLOCK_ACCESS_FS_IOCTL_DEV;
	return accesses;
}

static int allow(int ruleset, const char *path, uint64_t accesses)
{
	int place = open(path, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	/* Where the loader lies in /lib, the image has no /lib64. */
	if (place < 0)
		return errno == ENOENT ? 0 : -1;
	struct landlock_path_beneath_attr rule = { accesses, place };
	int result = (int)syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
	int saved_errno = errno;
	close(place);
	errno = saved_errno;
	return result;
}

int landlock_restrict(bool network)
{
	int version = landlock_version();
	if (version == 0)
		return 0;
	struct ruleset_attr attr = { .handled_access_fs = known_accesses(version),
				     .handled_access_net = network ? 0 : LANDLOCK_ACCESS_NET_BIND_TCP | LANDLOCK_ACCESS_NET_CONNECT_TCP,
				     .scoped = LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET | LANDLOCK_SCOPE_SIGNAL };
	size_t size = version >= 6 ? 3 * sizeof(uint64_t) : version >= 4 ? 2 * sizeof(uint64_t) : sizeof(uint64_t);
	int ruleset = (int)syscall(SYS_landlock_create_ruleset, &attr, size, 0);
	int result = ruleset < 0 ? -1 : 0;
	for (size_t i = 0; result == 0 && i < sizeof(places) / sizeof(*places); i++)
		result = allow(ruleset, places[i].path, places[i].allowed & attr.handled_access_fs);
	/* bind(2) to a name of the UNIX domain. */
	if (result == 0 && network)
		result = allow(ruleset, "/fs", LANDLOCK_ACCESS_FS_MAKE_SOCK);
	if (result == 0)
		result = (int)syscall(SYS_landlock_restrict_self, ruleset, 0);
	int saved_errno = errno;
	if (ruleset >= 0)
		close(ruleset);
	return result == 0 ? 0 : fail("cannot lock the sandbox's files with Landlock: %s", strerror(saved_errno));
}
