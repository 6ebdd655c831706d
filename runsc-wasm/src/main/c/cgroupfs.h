/* One group: a directory of a cgroup file system, by its descriptor, and the files in it. */
#ifndef JWASM_CGROUPFS_H
#define JWASM_CGROUPFS_H

#include <stdbool.h>
#include <stdio.h>
#include <sys/types.h>
#include <time.h>

/*
 * Opens a group, whose path goes through no link; only on a real cgroup file system: a mount over it must not receive
 * values. -1 with errno.
 */
int group_open(const char *path);

/* Writes a value into a file of the group. 0, or -1 with errno. */
int group_write(int group, const char *file, const char *value);

/* Reads what fits of a file of the group, as text; false: nothing. */
bool group_read(int group, const char *file, char *out, size_t size);

/* The same without what follows the first line. */
bool group_read_line(int group, const char *file, char *out, size_t size);

/* The processes of a group, for next_member; NULL: they cannot be read. */
FILE *group_members(int group);

/* The next process; 0: that was the last. */
pid_t next_member(FILE *members);

/* Says in the group itself whose it is. 0, or -1 with errno. */
int group_set_mark(int group, const char *mark);

bool group_has_mark(int group, const char *mark);

/* Whether it has no mark, and is not older than that: a creator that was killed has made it, and nothing was ever in it. */
bool group_is_unmarked_since(int group, const struct timespec *since);

#endif
