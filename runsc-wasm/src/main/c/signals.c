#define _GNU_SOURCE
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "container.h"

int signal_number(const char *name)
{
	char *end;
	long number = strtol(name, &end, 10);
	if (*end == '\0' && end != name)
		return number >= 1 && number <= 64 ? (int)number : -1;
	if (strncasecmp(name, "SIG", 3) == 0)
		name += 3;
	static const char *const aliases[] = { "IOT", "CLD", "IO" };
	static const int alias_numbers[] = { SIGABRT, SIGCHLD, SIGIO };
	for (int i = 0; i < 3; i++)
		if (strcasecmp(name, aliases[i]) == 0)
			return alias_numbers[i];
	for (int signal = 1; signal < 32; signal++)
		if (sigabbrev_np(signal) != NULL && strcasecmp(name, sigabbrev_np(signal)) == 0)
			return signal;
	/* Real-time signals as the kernel counts them, 34 to 64: glibc's own SIGRTMIN hides two. */
	if (strncasecmp(name, "RTMIN", 5) == 0 || strncasecmp(name, "RTMAX", 5) == 0) {
		bool from_top = strncasecmp(name, "RTMAX", 5) == 0;
		long offset = name[5] == '\0' ? 0 : strtol(name + 5, &end, 10);
		if (name[5] != '\0' && (*end != '\0' || (name[5] != '+' && name[5] != '-')))
			return -1;
		/* Before it is added: it may be as large as a long. */
		if (offset < -64 || offset > 64)
			return -1;
		number = (from_top ? 64 : 34) + offset;
		return number >= 34 && number <= 64 ? (int)number : -1;
	}
	return -1;
}
