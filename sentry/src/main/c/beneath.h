/* The only way from a path to a file: below a directory, without following anything. */
#ifndef JWASM_BENEATH_H
#define JWASM_BENEATH_H

#include <sys/types.h>

#include "hostkernel.h"

/*
 * Opens a path below dir. ELOOP: it has a link in it; EPERM: it leaves dir, by ".." or as an absolute path. (The kernel
 * says EXDEV to that, which callers would take for another file system.)
 */
int beneath_open(int dir, const char *path, int flags, mode_t mode);

/* Nonzero when the path is one component, which no link can redirect. */
int beneath_is_name(const char *path);

/*
 * A descriptor of the directory that holds the entry, to be given back to beneath_release. EINVAL: the entry's name is
 * not one component that could be made or removed.
 */
int beneath_parent(const struct entry *at);
void beneath_release(const struct entry *at, int parent);

#endif
