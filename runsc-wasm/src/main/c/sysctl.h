/* Kernel parameters of a container (linux.sysctl). */
#ifndef JWASM_SYSCTL_H
#define JWASM_SYSCTL_H

#include "spec.h"

/*
 * Whether each parameter belongs to a namespace of the container's own; any other would change the host, and that before
 * a JVM is there to validate the rest of config.json.
 */
int sysctl_check(const struct spec *spec);

/* Whether there is a parameter of that kind of namespace. */
bool sysctl_has(const struct spec *spec, enum namespace_type type);

/* Sets the parameters, in the container's namespaces. */
int sysctl_apply(const struct spec *spec);

#endif
