/* Hooks of config.json (runtime-spec, "POSIX-platform Hooks"): programs of the operator, run around the life of a container. */
#ifndef JWASM_HOOK_H
#define JWASM_HOOK_H

#include <jansson.h>
#include <sys/types.h>

#define HOOK_TIMEOUT_SECONDS_MAX 86400

/* A hook that was started. */
struct hook_process {
	pid_t pid;
	int pidfd; /* becomes readable when the hook ends */
	int output; /* memfd with the hook's stderr */
	long long deadline_millis; /* of CLOCK_MONOTONIC; 0: none */
	const char *point, *path;
	size_t index;
};

/* Called in the hook's process before exec, to enter namespaces; -1 after fail(). */
typedef int (*hook_enter)(void *context);

/* The entries of one point, such as "prestart"; NULL when there are none. */
json_t *hook_list(json_t *hooks, const char *point);

/* Fails when an entry cannot be started for what it says. */
int hook_check(json_t *list, size_t index, const char *point);

/* Starts one hook with the container's state on its stdin. */
int hook_start(struct hook_process *process, json_t *list, size_t index, const char *point, const char *state,
	       hook_enter enter, void *context);

/* How long poll(2) may wait for the hook, in milliseconds; -1: for ever, 0: its time is over. */
int hook_patience(const struct hook_process *process);

/* Ends a hook that nobody has waited for, and what it has started. */
void hook_kill(const struct hook_process *process);

/* Waits for the end of a hook whose pidfd is readable or whose time is over (then it is killed). 0: it exited with 0. */
int hook_finish(struct hook_process *process);

/* Runs every hook of a point, one after another, until one fails. */
int hook_run_all(json_t *hooks, const char *point, const char *state, hook_enter enter, void *context);

/* Runs every hook of a point; a failure is a warning and the rest goes on. */
void hook_run_each(json_t *hooks, const char *point, const char *state);

long long monotonic_millis(void);

#endif
