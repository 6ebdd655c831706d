#include "timestamp.h"

#include <stdio.h>
#include <time.h>

void timestamp_now(char out[TIMESTAMP_SIZE])
{
	struct timespec now;
	struct tm utc;
	char second[32];
	clock_gettime(CLOCK_REALTIME, &now);
	gmtime_r(&now.tv_sec, &utc);
	strftime(second, sizeof(second), "%Y-%m-%dT%H:%M:%S", &utc);
	snprintf(out, TIMESTAMP_SIZE, "%s.%09ldZ", second, now.tv_nsec);
}
