/* What the launcher does for a sandbox until its container is created. */
#ifndef JWASM_ATTEND_H
#define JWASM_ATTEND_H

#include "container.h"

/* Sends the settings of the command line. */
int attend_boot(const struct creation *creation, const struct options *options);

/* Runs the hooks of the runtime's namespaces and answers the sandbox, at the same time, until both are done. */
int attend(struct creation *creation);

/* Answers one question of the sandbox. -1 after fail(). */
struct frame;
struct cache;
int attend_answer(const struct creation *creation, const struct frame *frame, struct cache *cache);

#endif
