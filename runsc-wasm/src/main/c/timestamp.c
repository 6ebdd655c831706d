#include "timestamp.h"

#include <stdio.h>
#include <time.h>

/* Writes the second by a format of strftime(3); returns the nanoseconds in it. */
static long now(const char *format, char second[TIMESTAMP_SIZE / 2])
{
	struct timespec time;
	struct tm utc;
	clock_gettime(CLOCK_REALTIME, &time);
	gmtime_r(&time.tv_sec, &utc);
	strftime(second, TIMESTAMP_SIZE / 2, format, &utc);
	return time.tv_nsec;
}

void timestamp_now(char out[TIMESTAMP_SIZE])
{
	char second[TIMESTAMP_SIZE / 2];
	long nanoseconds = now("%Y-%m-%dT%H:%M:%S", second);
	snprintf(out, TIMESTAMP_SIZE, "%s.%09ldZ", second, nanoseconds);
}

void timestamp_name(char out[TIMESTAMP_SIZE])
{
	char second[TIMESTAMP_SIZE / 2];
	long nanoseconds = now("%Y%m%d-%H%M%S", second);
	snprintf(out, TIMESTAMP_SIZE, "%s.%06ld", second, nanoseconds / 1000);
}
