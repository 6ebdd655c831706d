/* The verbs. Each returns 0, or -1 after fail(); run returns the guest's status through *status. */
#ifndef JWASM_CONTAINER_H
#define JWASM_CONTAINER_H

#include <stdbool.h>

#include "cgroup.h"
#include "console.h"
#include "options.h"
#include "sandbox.h"
#include "spec.h"
#include "store.h"

/* What create has made, in the order in which it made it. */
struct creation {
	struct container container;
	struct spec spec;
	struct cgroup cgroup;
	struct console console;
	struct sandbox sandbox;
	int orders; /* our end of the FIFO */
	const char *stream_kinds[3]; /* what the guest finds at its standard streams */
	int bundle_fd, rootfs_fd; /* O_PATH: resolved once */
	int pid_directory; /* O_PATH of where --pid-file lies */
	char bundle[4096], rootfs[8192];
};

/*
 * Makes the container and leaves its sandbox waiting for the order to start. On failure everything is
 * undone. *malformed: config.json is not as the launcher wants it, the Java command line can tell all of it.
 */
int container_create(struct creation *creation, const struct options *options, const char *home, bool *malformed);

int container_start(const struct options *options);
int container_state(const struct options *options);
int container_kill(const struct options *options);
int container_delete(const struct options *options);
int container_run(const struct options *options, const char *home, bool *malformed, int *status);

/* The parts of start and delete that run shares; the container is locked. */
int start_locked(struct container *container);
int delete_locked(struct container *container);

/* State as JSON for hooks and `state`, with that status; the caller frees it. */
char *container_state_json(const struct container *container, enum status status, int indent);

/* A signal by number or name, with or without SIG; -1: unknown. */
int signal_number(const char *name);

/* Gives the sandbox an order: 0 is start, 1 to 64 a signal. */
int container_order(const struct container *container, unsigned char order);

#endif
