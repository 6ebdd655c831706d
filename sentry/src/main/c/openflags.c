#define _GNU_SOURCE
#include "openflags.h"

#include <fcntl.h>
#include <stddef.h>

#include "io_jwasm_sentry_host_HostConstants.h"

#define BOTH(name) { io_jwasm_sentry_host_HostConstants_##name, name }

static const struct {
	int java;
	int host;
} table[] = {
	BOTH(O_WRONLY),
	BOTH(O_RDWR),
	BOTH(O_CREAT),
	BOTH(O_EXCL),
	BOTH(O_TRUNC),
	BOTH(O_APPEND),
	BOTH(O_NONBLOCK),
	BOTH(O_SYNC), /* before O_DSYNC, whose bit it has */
	BOTH(O_DSYNC),
	BOTH(O_DIRECTORY),
	BOTH(O_NOFOLLOW),
	BOTH(O_PATH),
};

#define ROWS (sizeof(table) / sizeof(table[0]))

bool openflags_from_java(int java, int *flags)
{
	*flags = 0;
	for (size_t i = 0; i < ROWS; i++) {
		if ((java & table[i].java) == table[i].java) {
			*flags |= table[i].host;
			java &= ~table[i].java;
		}
	}
	return java == 0;
}

int openflags_to_java(int flags)
{
	int java = 0;
	for (size_t i = 0; i < ROWS; i++)
		if ((flags & table[i].host) == table[i].host)
			java |= table[i].java;
	return java;
}
