/*
 * The sandbox log: what the sandbox's JVM prints, a crash report for example. It holds details of the host and never
 * goes to the container's streams.
 *   --debug-log FILE   is appended to
 *   --debug-log DIR/   a file of its own for every sandbox, jwasm.log.TIME.ID.boot.txt
 *   neither            ROOT/ID/sandbox.log, which goes with the container; one that tells of an internal error is kept,
 *                      under the same name, in /var/log/jwasm (XDG_STATE_HOME/jwasm of an ordinary user)
 */
#ifndef JWASM_DEBUGLOG_H
#define JWASM_DEBUGLOG_H

#include "options.h"
#include "store.h"

/* Opens the log of a new sandbox. -1 after fail(). */
int debuglog_open(const struct container *container, const struct options *options);

/* Called before a container is removed. At most 32 logs of 1 MiB are kept; a failure to keep one is only logged. */
void debuglog_keep(const struct container *container);

/* As debuglog_keep, in another directory. */
void debuglog_keep_in(const char *path, const struct container *container);

#endif
