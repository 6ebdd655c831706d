/* The sandbox's root directory: see the layout in sandbox.h. */
#ifndef JWASM_ROOT_H
#define JWASM_ROOT_H

#include "sandbox.h"

/* Opens detached copies of all mounts, with the attributes that they will have. */
int root_open(struct sandbox *sandbox);

/* In the child's own mount namespace: attaches them on top of "/", opening them first if that was not done. */
int root_assemble(struct sandbox *sandbox);

/* Makes the assembled tree the root and lets go of the host's. */
int root_pivot(struct sandbox *sandbox);

#endif
