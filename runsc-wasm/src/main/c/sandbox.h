/*
 * The sandbox process: a child in its own namespaces and cgroup whose root holds only the read-only
 * Java image, the rootfs and the bind sources, and which then becomes the sentry's JVM without any
 * privilege left.
 *
 *   /            the distribution's image directory, read-only
 *   /fs/0        root.path of config.json
 *   /fs/module   the file of the annotation io.jwasm.module, if there is one
 *   /fs/N        the source of mounts[N - 1], when that is a bind mount
 */
#ifndef JWASM_SANDBOX_H
#define JWASM_SANDBOX_H

#include <sys/types.h>

#include "jvm.h"
#include "options.h"
#include "spec.h"

/* File descriptors of the sentry's JVM; io.jwasm.runsc.boot.Descriptors has the same numbers. */
enum sandbox_fd {
	FD_JVM_INPUT = 0, /* /dev/null */
	FD_JVM_OUTPUT = 1, /* the sandbox log */
	FD_JVM_ERROR = 2, /* the sandbox log */
	FD_GUEST_STDIN = 3,
	FD_GUEST_STDOUT = 4,
	FD_GUEST_STDERR = 5,
	FD_CONTROL = 6, /* socket to the launcher, until the container is created */
	FD_ORDERS = 7, /* FIFO of orders: boot.Orders says which there are */
	FD_MEMORY = 8, /* memory file of the sentry */
	FD_RANDOM = 9, /* /dev/urandom */
	FD_CONFIG = 10, /* config.json as the launcher read it */
	FD_LOG = 11, /* the file of --log, to append to, or /dev/null */
	FD_USAGE = 12, /* where the sandbox says what it uses when it is asked to; a memfd that neither grows nor shrinks */
	FD_SANDBOX_COUNT
};

struct sandbox {
	const struct options *options;
	const struct spec *spec;
	const char *home; /* of the distribution */
	const char *rootfs; /* absolute */
	const char *bundle; /* absolute */
	int bundle_fd, rootfs_fd; /* O_PATH of both, as the launcher resolved them */
	struct jvm jvm;
	int tty; /* slave of the container's terminal, -1: none */
	int lock; /* of the container, the launcher's to hold */
	int cgroup; /* the group of version 2 to be born in, -1: none */
	bool in_cgroup; /* whether the child was born there */
	int fds[FD_SANDBOX_COUNT]; /* ours, to be moved to the numbers above */
	int control; /* our end of FD_CONTROL */
	pid_t pid;
	int pidfd;
	/* detached mounts, opened by a privileged launcher; -1: the child opens them itself */
	int image_tree, root_tree, module_tree;
	int *bind_trees;
};

/* Opens what does not depend on the child: config, memory file, random source, control socket and, when privileged, mounts. */
int sandbox_prepare(struct sandbox *sandbox);

/* Clones the child; it waits for frame FRAME_GO before it does anything. */
int sandbox_clone(struct sandbox *sandbox);

#endif
