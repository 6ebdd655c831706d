/*
 * A second lock on the sandbox's files, which holds even for a process that broke out of its root: landlock(7). The Java
 * image can be read and its runtime executed, the container's files be used but never executed, nothing else be named.
 */
#ifndef JWASM_LANDLOCK_H
#define JWASM_LANDLOCK_H

#include <stdbool.h>

/* The newest rules that the kernel knows, 0 when it has none at all. */
int landlock_version(void);

/* In the child, after the pivot and with no_new_privs: puts the lock on, as far as the kernel has it. */
int landlock_restrict(bool network);

#endif
