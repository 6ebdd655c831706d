/*
 * The state directory: one directory per container, ROOT/ID, mode 0700, with
 *   lock        flock(2)ed exclusively while a command changes the container
 *   state.json  what is known of it, replaced by rename(2)
 *   control     a FIFO whose reader is the sandbox: one byte per order (control.h)
 * The Java command line reads the same files.
 */
#ifndef JWASM_STORE_H
#define JWASM_STORE_H

#include <jansson.h>
#include <stdbool.h>
#include <sys/types.h>

#define ID_LENGTH_MAX 1024

enum status { STATUS_CREATING, STATUS_CREATED, STATUS_RUNNING, STATUS_STOPPED };

struct container {
	const char *id;
	int dir; /* ROOT/ID */
	int root; /* ROOT */
	int lock;
	json_t *state;
};

const char *status_name(enum status status);

/*
 * The id as the name of a directory. That is at most 255 bytes, an id may be 1024: a longer one is cut and carries a hash
 * of the whole, so that docker's and podman's own limits, not ours, decide.
 */
const char *store_name(const char *id);

/* Makes ROOT/ID and locks it. Fails when the id is malformed or in use. */
int store_create(struct container *container, const char *root, const char *id);

/* Opens ROOT/ID and locks it. -1 after fail() when there is none; *missing says whether that is the reason. */
int store_open(struct container *container, const char *root, const char *id, bool *missing);

/* Opens ROOT/ID without a lock, for a reader: state.json is replaced as a whole, so it is never seen torn. */
int store_peek(struct container *container, const char *root, const char *id);

/* Gives back descriptors and state. */
void store_close(struct container *container);

/* Replaces state.json; what was there or what is new survives a crash of the host, never a part of it. */
int store_save(struct container *container);

/* Removes ROOT/ID and all that is in it; nothing is followed out of it. */
int store_remove(struct container *container);

/* What this container puts on its cgroups, to know them again: nobody can write it into a state file. */
#define STORE_MARK_SIZE 48
void store_mark(const struct container *container, char mark[STORE_MARK_SIZE]);

/* What the container does now: the recorded status, or stopped when its process is gone. */
enum status store_status(const struct container *container);

/* The pid of the sandbox; 0: none was recorded. */
pid_t store_pid(const struct container *container);

/*
 * A pidfd of the recorded process and not of a later one with its number; -1: it is gone. *ours: it may be killed, as it
 * has the container's FIFO open, is in a group of the container's, or has nothing open any more. What state.json says only tells where to look: made up, it names a
 * process that is not ours.
 */
int store_pidfd(const struct container *container, bool *ours);

/* As store_pidfd, where there is no state to tell where to look: looks at every process. */
int store_find(const struct container *container);

/* Start time of a process in clock ticks since boot (proc(5), stat field 22), or -1 when it is gone or has ended. */
long long process_start_time(pid_t pid);

#endif
