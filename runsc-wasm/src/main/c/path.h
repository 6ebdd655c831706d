/* Paths that others had a hand in: resolved once, by the kernel, and then known by their descriptor. */
#ifndef JWASM_PATH_H
#define JWASM_PATH_H

#include <dirent.h>
#include <linux/openat2.h>
#include <stdbool.h>
#include <sys/stat.h>

/* openat2(2), close-on-exec; resolve is RESOLVE_*. A descriptor, or -1 with errno. */
int path_open(int at, const char *path, int flags, unsigned long long resolve);

/* Opens for use what an O_PATH descriptor stands for, and nothing that took its name since. */
int path_reopen(int fd, int flags);

/* The entries of a directory from its first, by a descriptor of their own; NULL with errno. */
DIR *path_entries(int directory);

/* Whether one of the path's components is "..". */
bool path_has_dots(const char *path);

/* Whether a descriptor is of the file system with that magic number (statfs(2)). */
bool path_on(int fd, unsigned long magic);

/* Whether the file belongs to root or the caller, and nobody else may write it. */
bool path_is_private(const struct stat *status);

/* Fails with a sentence that says what to do when what is not private; what: "bundle", path: as the caller knows it. */
int path_check_private(int fd, const char *what, const char *path);

#endif
