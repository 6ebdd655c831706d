/* Flags of open(2): Java has the numbers of x86-64, and other architectures have a few of their own. */
#ifndef JWASM_OPENFLAGS_H
#define JWASM_OPENFLAGS_H

#include <stdbool.h>

/* Stores this machine's flags; false when there is one that Java does not name. */
bool openflags_from_java(int java, int *flags);

/* Java's numbers; flags that it does not name are left out. */
int openflags_to_java(int flags);

#endif
