#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "container.h"
#include "debuglog.h"
#include "fail.h"
#include "hook.h"
#include "privilege.h"

#define KILL_PATIENCE_MILLIS 10000
#define END_PATIENCE_MILLIS 500

static const char *text_of(const struct container *c, const char *key)
{
	const char *text = json_string_value(json_object_get(c->state, key));
	return text == NULL ? "" : text;
}

char *container_state_json(const struct container *c, enum status status, int indent)
{
	json_t *annotations = json_object_get(c->state, "annotations");
	json_t *state = json_pack("{s:s, s:s, s:s, s:I, s:s, s:s, s:s}", "ociVersion", text_of(c, "ociVersion"), "id", c->id,
				  "status", status_name(status), "pid",
				  (json_int_t)(status == STATUS_STOPPED ? 0 : store_pid(c)), "bundle", text_of(c, "bundle"),
				  "rootfs", text_of(c, "rootfs"), "created", text_of(c, "created"));
	if (json_object_size(annotations) > 0)
		json_object_set(state, "annotations", annotations);
	char *text = json_dumps(state, indent > 0 ? JSON_INDENT(indent) : JSON_COMPACT);
	json_decref(state);
	return text;
}

int container_order(const struct container *c, unsigned char order)
{
	struct stat fifo = { 0 };
	int fd = openat(c->dir, "control", O_WRONLY | O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW);
	bool sound = fd >= 0 && fstat(fd, &fifo) == 0 && S_ISFIFO(fifo.st_mode);
	errno = fd < 0 ? errno : EINVAL;
	ssize_t written = sound ? write(fd, &order, 1) : -1;
	int saved_errno = errno;
	if (fd >= 0)
		close(fd);
	return written == 1 ? 0 : fail("cannot reach the sandbox of container %s: %s", c->id, strerror(saved_errno));
}

/* What config.json gives the container's process: its limits as they are, its user and its capabilities. */
static int become_program(const struct container *c)
{
	static struct spec spec;
	json_t *process = json_object_get(c->state, "process");
	if (!json_is_object(process))
		return fail("the state file does not say whose rights a startContainer hook gets");
	if (spec_read_process(&spec, process) || privilege_limit_program(&spec) || privilege_drop_program(&spec))
		return -1;
	/* Only now: a change of user takes it away. */
	return prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) == 0 ? 0 : fail("cannot tie the hook to its caller: %s", strerror(errno));
}

/* A startContainer hook runs in the container's namespaces, with the container's root and rights as its own. */
static int enter_container(void *context)
{
	const struct container *c = context;
	static const char *const files[] = { "user", "cgroup", "ipc", "uts", "net", "pid", "mnt" };
	bool ours;
	int fds[7], pidfd = store_pidfd(c, &ours);
	if (pidfd < 0 || !ours)
		return fail("cannot enter the container's namespaces: its sandbox is gone");
	if (privilege_hide())
		return -1;
	for (int i = 0; i < 7; i++) {
		char path[64];
		snprintf(path, sizeof(path), "/proc/%d/ns/%s", store_pid(c), files[i]);
		fds[i] = open(path, O_RDONLY | O_CLOEXEC);
		/* Only of a kind that this kernel does not have there is none to enter. */
		if (fds[i] < 0 && errno != ENOENT)
			return fail("cannot open the container's %s namespace: %s", files[i], strerror(errno));
	}
	/* Looked at after the opens: what they opened was the sandbox's, and not of a later process with its number. */
	if (syscall(SYS_pidfd_send_signal, pidfd, 0, NULL, 0) != 0)
		return fail("cannot enter the container's namespaces: its sandbox has ended");
	/* As runc's, it counts against the container's limits: it runs where the program will. */
	char mark[STORE_MARK_SIZE];
	store_mark(c, mark);
	if (cgroup_join(json_object_get(c->state, "cgroupPaths"), mark))
		return -1;
	/* The user namespace last of all when it is the one we are in already: joining it again is an error. */
	for (int i = 1; i < 7; i++)
		if (fds[i] >= 0 && setns(fds[i], 0) != 0)
			return fail("cannot enter the container's %s namespace: %s", files[i], strerror(errno));
	if (chroot("/fs/0") != 0 || chdir("/") != 0)
		return fail("cannot enter the container's root: %s", strerror(errno));
	if (fds[0] >= 0 && setns(fds[0], CLONE_NEWUSER) != 0 && errno != EINVAL)
		return fail("cannot enter the container's user namespace: %s", strerror(errno));
	/* Only a child is born in the pid namespace that was entered; this process stands for it outside. */
	pid_t child = fork();
	int status = -1;
	if (child == 0)
		return become_program(c);
	while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	if (child > 0)
		_exit(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
	return fail("cannot start a process in the container: %s", strerror(errno));
}

static int set_status(struct container *c, enum status status)
{
	json_object_set_new(c->state, "status", json_string(status_name(status)));
	return store_save(c);
}

static void stop_sandbox(const struct container *c)
{
	/* Without a readable state the process is not known, but it still listens. */
	bool ours = true;
	int pidfd = c->state == NULL ? store_find(c) : store_pidfd(c, &ours);
	if (pidfd < 0)
		return;
	if (ours)
		syscall(SYS_pidfd_send_signal, pidfd, SIGKILL, NULL, 0);
	/* One that no longer listens is about to end, or is somebody else, whom nobody kills. */
	struct pollfd ended = { pidfd, POLLIN, 0 };
	long long left = ours ? KILL_PATIENCE_MILLIS : END_PATIENCE_MILLIS, deadline = monotonic_millis() + left;
	while (left > 0 && poll(&ended, 1, (int)left) < 0 && errno == EINTR)
		left = deadline - monotonic_millis();
	close(pidfd);
}

int start_locked(struct container *c)
{
	enum status status = store_status(c);
	if (status != STATUS_CREATED)
		return fail("cannot start container %s: it is %s, not created", c->id, status_name(status));
	json_t *hooks = json_object_get(c->state, "hooks");
	char *state = container_state_json(c, STATUS_CREATED, 0);
	int result = hook_run_all(hooks, "startContainer", state, enter_container, c);
	free(state);
	if (result == 0)
		result = container_order(c, 0) || set_status(c, STATUS_RUNNING) ? -1 : 0;
	if (result == 0) {
		state = container_state_json(c, STATUS_RUNNING, 0);
		result = hook_run_all(hooks, "poststart", state, NULL, NULL);
		free(state);
	}
	/* A failed hook ends the container: a half-started one would wait for ever. */
	if (result != 0)
		stop_sandbox(c);
	return result;
}

int container_start(const struct options *o)
{
	struct container c;
	bool missing;
	return store_open(&c, o->root, o->id, &missing) || start_locked(&c) ? -1 : 0;
}

int container_state(const struct options *o)
{
	struct container c;
	if (store_peek(&c, o->root, o->id))
		return -1;
	char *text = container_state_json(&c, store_status(&c), 2);
	int printed = text == NULL ? -1 : puts(text);
	return printed < 0 || fflush(stdout) != 0 ? fail("cannot print the state: %s", strerror(errno)) : 0;
}

static int send_signal(const struct container *c, int signal)
{
	/* What the kernel does to the whole process at once goes by the kernel; the rest is the sentry's to interpret. */
	if (signal != SIGKILL && signal != SIGSTOP && signal != SIGCONT)
		return container_order(c, (unsigned char)signal);
	bool ours;
	int pidfd = store_pidfd(c, &ours);
	errno = ESRCH;
	int result = pidfd < 0 || !ours ? -1 : (int)syscall(SYS_pidfd_send_signal, pidfd, signal, NULL, 0);
	int saved_errno = errno;
	if (pidfd >= 0)
		close(pidfd);
	return result == 0 ? 0 : fail("cannot signal container %s: %s", c->id, strerror(saved_errno));
}

int container_kill(const struct options *o)
{
	struct container c;
	bool missing;
	int signal = signal_number(o->signal);
	if (signal < 0)
		return fail("unknown signal \"%.40s\": use a number from 1 to 64 or a name such as TERM or SIGTERM", o->signal);
	if (store_open(&c, o->root, o->id, &missing))
		return -1;
	enum status status = store_status(&c);
	/* `kill --all` of a container that has ended is how callers sweep up; there is nothing left to sweep. */
	if (status == STATUS_STOPPED && o->all)
		return 0;
	if (status != STATUS_CREATED && status != STATUS_RUNNING)
		return fail("container not running: %s is %s", o->id, status_name(status));
	return send_signal(&c, signal);
}

int delete_locked(struct container *c)
{
	char mark[STORE_MARK_SIZE];
	struct stat made;
	store_mark(c, mark);
	stop_sandbox(c);
	/* The lock is as old as the container, and older than its groups. */
	bool creating = c->state != NULL && strcmp(text_of(c, "status"), "creating") == 0 && fstat(c->lock, &made) == 0;
	int result = cgroup_destroy(json_object_get(c->state, "cgroupPaths"), mark, creating ? &made.st_ctim : NULL);
	if (c->state == NULL)
		cgroup_destroy_marked(mark);
	/* The container stays as long as a group of it does, so that whoever tries again finds that. */
	if (result != 0)
		return -1;
	if (c->state != NULL) {
		char *state = container_state_json(c, STATUS_STOPPED, 0);
		hook_run_each(json_object_get(c->state, "hooks"), "poststop", state);
		free(state);
	}
	debuglog_keep(c);
	return store_remove(c);
}

int container_delete(const struct options *o)
{
	struct container c;
	bool missing;
	if (store_open(&c, o->root, o->id, &missing)) {
		if (!o->force)
			return -1;
		/* --force makes sure that nothing is left: no container is as good, a damaged one is removed. */
		if (c.dir < 0 && !missing)
			return -1;
		fail_clear();
		return missing ? 0 : delete_locked(&c);
	}
	enum status status = store_status(&c);
	if (status != STATUS_STOPPED && !o->force)
		return fail("cannot delete container %s: it is %s, not stopped; `jwasm delete --force %s` ends it", o->id,
			    status_name(status), o->id);
	return delete_locked(&c);
}
