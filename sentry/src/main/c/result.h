/* What a system call returned, in the form of hostkernel.h. */
#ifndef JWASM_RESULT_H
#define JWASM_RESULT_H

#include <errno.h>
#include <stdint.h>
#include <time.h>

static inline int64_t result(int64_t returned)
{
	return returned < 0 ? -errno : returned;
}

/* Both times of a file for utimensat(2). */
void times_of(struct timespec times[2], int64_t atime, int64_t mtime);

#endif
