/*
 * How long single calls take: "p50 NANOSECONDS" and "p99 NANOSECONDS" of 10,000 reads of the file that its argument names, after
 * as many as it takes to have them compiled.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { WARM_UP = 300000, CALLS = 10000 };

static long took[CALLS];

static long now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000L + t.tv_nsec;
}

static int ascending(const void *a, const void *b)
{
	long left = *(const long *)a, right = *(const long *)b;
	return (left > right) - (left < right);
}

int main(int argc, char **argv)
{
	char bytes[16] = "sixteen bytes...";
	int fd = argc > 1 ? open(argv[1], O_CREAT | O_RDWR, 0600) : -1;
	if (fd < 0 || write(fd, bytes, sizeof(bytes)) != sizeof(bytes))
		return 1;
	for (int i = 0; i < WARM_UP + CALLS; i++) {
		long begin = now();
		if (pread(fd, bytes, sizeof(bytes), 0) != sizeof(bytes))
			return 1;
		took[i % CALLS] = now() - begin;
	}
	qsort(took, CALLS, sizeof(*took), ascending);
	printf("p50 %ld\np99 %ld\n", took[CALLS / 2], took[CALLS / 100 * 99]);
	return 0;
}
