/* Who the sandbox is and what it may do: user maps, limits, capabilities. */
#ifndef JWASM_PRIVILEGE_H
#define JWASM_PRIVILEGE_H

#include <sys/types.h>

#include "spec.h"

/* Writes the maps of the new user namespace of a waiting child, if it has one. */
int privilege_map_users(const struct spec *spec, pid_t pid);

/*
 * In a process that enters a container's namespaces, until it executes something else: a neighbour there, which may have
 * its user and its few capabilities, can neither trace it nor reach the host's files through /proc/PID.
 */
int privilege_hide(void);

/* In the child: becomes root of its user namespace, if it has one. */
int privilege_take_mapped_root(const struct spec *spec);

/* In the child: sets process.rlimits, as far as they are not the sentry's to keep. */
int privilege_limit(const struct spec *spec);

/* In the child: becomes process.user with at most the capabilities that a sentry can use, for good. */
int privilege_drop(const struct spec *spec);

/* The same for a program that is no JVM: all limits as they are, all capabilities that config.json grants. */
int privilege_limit_program(const struct spec *spec);
int privilege_drop_program(const struct spec *spec);

#endif
