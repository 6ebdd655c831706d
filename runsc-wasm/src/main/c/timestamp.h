/* Points in time as logs and states write them. */
#ifndef JWASM_TIMESTAMP_H
#define JWASM_TIMESTAMP_H

#define TIMESTAMP_SIZE 64

/* Now, in UTC with nanoseconds (RFC 3339). */
void timestamp_now(char out[TIMESTAMP_SIZE]);

/* Now, in UTC with microseconds, for names of files, which then sort by age. */
void timestamp_name(char out[TIMESTAMP_SIZE]);

#endif
