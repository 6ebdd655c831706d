#define _GNU_SOURCE
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cache.h"
#include "container.h"
#include "fail.h"
#include "frame.h"
#include "hook.h"
#include "privilege.h"
#include "timestamp.h"

/* Hooks of the runtime's namespaces run while the sandbox boots; this is how far they are. */
struct hook_queue {
	json_t *hooks;
	const char *state;
	int point;
	size_t next;
	bool running, done, sandbox_waits;
	struct hook_process process;
};

static const char *const runtime_points[] = { "prestart", "createRuntime" };

static int resolve_paths(struct creation *c, const char *bundle)
{
	char resolved[PATH_MAX];
	struct stat status;
	if (realpath(bundle, resolved) == NULL)
		return fail("cannot open the bundle %s: %s; name its directory with --bundle", bundle, strerror(errno));
	snprintf(c->bundle, sizeof(c->bundle), "%s", resolved);
	return stat(c->bundle, &status) == 0 && S_ISDIR(status.st_mode) ? 0 : fail("the bundle %s is not a directory", bundle);
}

static int resolve_rootfs(struct creation *c)
{
	struct stat status;
	bool absolute = c->spec.rootfs[0] == '/';
	snprintf(c->rootfs, sizeof(c->rootfs), "%s%s%s", absolute ? "" : c->bundle, absolute ? "" : "/", c->spec.rootfs);
	if (stat(c->rootfs, &status) != 0)
		return fail("cannot use the root file system %s (root.path): %s", c->rootfs, strerror(errno));
	return S_ISDIR(status.st_mode) ? 0 : fail("the root file system %s (root.path) is not a directory", c->rootfs);
}

static json_t *new_state(const struct creation *c)
{
	char created[TIMESTAMP_SIZE];
	timestamp_now(created);
	json_t *annotations = c->spec.annotations == NULL ? json_object() : json_incref(c->spec.annotations);
	json_t *hooks = c->spec.hooks == NULL ? json_object() : json_incref(c->spec.hooks);
	return json_pack("{s:i, s:s, s:s, s:i, s:i, s:s, s:s, s:s, s:s, s:I, s:o, s:o, s:o}", "version", 1, "ociVersion",
			 c->spec.oci_version == NULL ? "1.0.0" : c->spec.oci_version, "id", c->container.id, "pid", 0,
			 "pidStartTime", 0, "status", "creating", "bundle", c->bundle, "rootfs", c->rootfs, "created", created,
			 "uid", (json_int_t)geteuid(), "annotations", annotations, "hooks", hooks, "cgroupPaths",
			 cgroup_paths(&c->cgroup));
}

static int open_console(struct creation *c, const struct options *o)
{
	uid_t owner = c->spec.uid;
	c->console = (struct console){ -1, -1 };
	if (!c->spec.terminal)
		return o->console_socket == NULL ? 0 : fail("--console-socket needs process.terminal to be true");
	bool relayed = o->verb == VERB_RUN && !o->detach;
	if (o->console_socket == NULL && !relayed)
		return fail("process.terminal is true: --console-socket must name the socket that gets the terminal");
	for (int i = 0; i < c->spec.uid_map_count && c->spec.namespaces[NS_USER].wanted; i++)
		if (c->spec.uid - c->spec.uid_map[i].container < c->spec.uid_map[i].size)
			owner = c->spec.uid_map[i].host + (c->spec.uid - c->spec.uid_map[i].container);
	if (console_open(&c->console, c->spec.rows, c->spec.columns, owner))
		return -1;
	return o->console_socket == NULL ? 0 : console_send(o->console_socket, "/dev/pts/ptmx", c->console.master);
}

/* The FIFO through which later commands reach the sandbox, which is its only reader. */
static int open_orders(struct creation *c)
{
	if (mkfifoat(c->container.dir, "control", 0600) != 0)
		return fail("cannot make the control FIFO of container %s: %s", c->container.id, strerror(errno));
	c->orders = openat(c->container.dir, "control", O_RDWR | O_CLOEXEC | O_NOFOLLOW);
	return c->orders < 0 ? fail("cannot open the control FIFO: %s", strerror(errno)) : 0;
}

static int open_log(const struct creation *c, const struct options *o)
{
	int fd = o->debug_log != NULL
			 ? open(o->debug_log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600)
			 : openat(c->container.dir, "sandbox.log", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
	return fd < 0 ? fail("cannot open the sandbox log %s: %s", o->debug_log == NULL ? "sandbox.log" : o->debug_log,
			     strerror(errno))
		      : fd;
}

/* What the sentry has to say after the launcher is gone, a trap for example, goes to the file of --log too. */
static int open_operator_log(const struct options *o)
{
	const char *path = o->log == NULL ? "/dev/null" : o->log;
	int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
	return fd < 0 ? fail("cannot open the log %s: %s", path, strerror(errno)) : fd;
}

/* What a guest finds at one of its standard streams. */
static const char *stream_kind(int fd)
{
	struct stat status;
	if (fstat(fd, &status) != 0)
		return "closed";
	if (isatty(fd))
		return "tty";
	switch (status.st_mode & S_IFMT) {
	case S_IFREG: return "file";
	case S_IFIFO: return "pipe";
	case S_IFSOCK: return "socket";
	case S_IFDIR: return "directory";
	default: return "device";
	}
}

static int send_boot(const struct creation *c, const struct options *o)
{
	const char *const *kinds = c->stream_kinds;
	char text[PATH_MAX];
	int length = snprintf(text, sizeof(text),
			      "id=%s%cplatform=%s%clogJson=%d%cdebug=%d%cstrace=%d%ccgroupUnified=%d%ccgroups=%d%cstdio=%s%cstdio=%s%cstdio=%s%c",
			      o->id, 0, o->platform, 0, o->log_json, 0, o->debug, 0, o->strace, 0, c->cgroup.unified, 0, c->cgroup.count, 0,
			      kinds[0], 0, kinds[1], 0, kinds[2], 0);
	if (length >= (int)sizeof(text))
		return fail("--platform is too long");
	/* A sandbox that is gone already says why in a frame of its own, or by its end. */
	frame_write(c->sandbox.control, FRAME_BOOT, text, (size_t)length);
	return 0;
}

static int answer(const struct creation *c, const struct frame *frame, int cache)
{
	int control = c->sandbox.control;
	if (frame->type == FRAME_CGROUP) {
		const char *file = frame->payload + strlen(frame->payload) + 1;
		if (file >= frame->payload + frame->length || file + strlen(file) >= frame->payload + frame->length)
			return fail("the sandbox sent a malformed cgroup request");
		if (cgroup_write(&c->cgroup, frame->payload, file, file + strlen(file) + 1))
			return -1;
		return frame_write(control, FRAME_DONE, NULL, 0);
	}
	if (frame->type != FRAME_CACHE_GET && frame->type != FRAME_CACHE_PUT)
		return fail("the sandbox sent an unknown message");
	size_t key_length = strlen(frame->payload);
	if (frame->type == FRAME_CACHE_PUT) {
		if (key_length >= frame->length)
			return fail("the sandbox sent a malformed cache request");
		cache_put(cache, frame->payload, frame->payload + key_length + 1, frame->length - key_length - 1);
		return frame_write(control, FRAME_DONE, NULL, 0);
	}
	size_t length;
	char *code = cache_get(cache, frame->payload, &length);
	int result = frame_write(control, FRAME_DONE, code == NULL ? "" : code, length);
	free(code);
	return result;
}

/* Starts the next hook, if the one before has ended. */
static int advance_hooks(struct hook_queue *queue)
{
	while (!queue->running && !queue->done) {
		if (queue->point == 2) {
			queue->done = true;
			break;
		}
		json_t *list = hook_list(queue->hooks, runtime_points[queue->point]);
		if (queue->next == json_array_size(list)) {
			queue->point++;
			queue->next = 0;
			continue;
		}
		if (hook_start(&queue->process, list, queue->next++, runtime_points[queue->point], queue->state, NULL, NULL))
			return -1;
		queue->running = true;
	}
	return 0;
}

/* The last line that the JVM printed: the best there is when it ended without a word. */
static void last_line(int log, char *out, size_t size)
{
	char text[512];
	struct stat status;
	out[0] = '\0';
	if (fstat(log, &status) != 0)
		return;
	char path[64];
	snprintf(path, sizeof(path), "/proc/self/fd/%d", log);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	off_t from = status.st_size > (off_t)sizeof(text) - 1 ? status.st_size - (off_t)sizeof(text) + 1 : 0;
	ssize_t length = fd < 0 ? -1 : pread(fd, text, sizeof(text) - 1, from);
	if (fd >= 0)
		close(fd);
	while (length > 0 && text[length - 1] == '\n')
		length--;
	text[length > 0 ? length : 0] = '\0';
	char *line = strrchr(text, '\n');
	snprintf(out, size, "%s", line == NULL ? text : line + 1);
}

static int sandbox_died(const struct creation *c)
{
	char line[512];
	siginfo_t info = { 0 };
	/* It may have said why before it ended; that frame is still in the socket. */
	struct frame frame;
	while (frame_read(c->sandbox.control, &frame) == 1)
		if (frame.type == FRAME_FAILED)
			return fail("%s", frame.payload);
	waitid(P_PIDFD, (id_t)c->sandbox.pidfd, &info, WEXITED | WNOWAIT);
	last_line(c->sandbox.fds[FD_JVM_ERROR], line, sizeof(line));
	return fail("the sandbox ended before the container was created (%s %d)%s%s",
		    info.si_code == CLD_EXITED ? "exit status" : "signal", info.si_status, line[0] == '\0' ? "" : ": ", line);
}

/* Runs the runtime's hooks and answers the sandbox until both are done. */
static int attend(struct creation *c, struct hook_queue *queue, int cache)
{
	for (bool ready = false; !ready || !queue->done;) {
		if (advance_hooks(queue))
			return -1;
		if (queue->done && queue->sandbox_waits) {
			queue->sandbox_waits = false;
			frame_write(c->sandbox.control, FRAME_GO, NULL, 0);
			if (send_boot(c, c->sandbox.options))
				return -1;
		}
		struct pollfd fds[2] = { { ready ? -1 : c->sandbox.control, POLLIN, 0 },
					 { queue->running ? queue->process.pidfd : -1, POLLIN, 0 } };
		if (ready && queue->done)
			break;
		int count = poll(fds, 2, queue->running ? hook_patience(&queue->process) : -1);
		if (count < 0 && errno != EINTR)
			return fail("cannot wait for the sandbox: %s", strerror(errno));
		if (queue->running && (fds[1].revents != 0 || count == 0)) {
			queue->running = false;
			if (hook_finish(&queue->process))
				return -1;
		}
		if (fds[0].revents == 0)
			continue;
		struct frame frame;
		int result = frame_read(c->sandbox.control, &frame);
		if (result <= 0)
			return result < 0 ? -1 : sandbox_died(c);
		if (frame.type == FRAME_READY)
			ready = true;
		else if (frame.type == FRAME_HOOKS)
			queue->sandbox_waits = true;
		else if (frame.type == FRAME_FAILED)
			result = fail("%s", frame.payload);
		else if (frame.type == FRAME_INVALID)
			result = fail("%s/config.json: %s", c->bundle, frame.payload);
		else
			result = answer(c, &frame, cache);
		free(frame.payload);
		if (result < 0)
			return fail("lost the sandbox: %s", strerror(errno));
	}
	return 0;
}

static int write_pid_file(const char *path, pid_t pid)
{
	char temporary[PATH_MAX], text[32];
	const char *slash = strrchr(path, '/');
	int directory_length = slash == NULL ? 0 : (int)(slash - path + 1);
	snprintf(temporary, sizeof(temporary), "%.*s.%s.tmp", directory_length, path, path + directory_length);
	int fd = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644);
	int length = snprintf(text, sizeof(text), "%d", pid);
	ssize_t written = fd < 0 ? -1 : write(fd, text, (size_t)length);
	int saved_errno = errno;
	if (fd >= 0)
		close(fd);
	errno = saved_errno;
	if (written == length && rename(temporary, path) == 0)
		return 0;
	saved_errno = errno;
	if (fd >= 0)
		unlink(temporary);
	return fail("cannot write the pid file %s: %s", path, strerror(saved_errno));
}

/* Checked before anything is made, so that the likeliest mistake costs nothing. */
static int check_pid_file(const char *path)
{
	char directory[PATH_MAX];
	if (path == NULL)
		return 0;
	snprintf(directory, sizeof(directory), "%s", path);
	char *slash = strrchr(directory, '/');
	if (slash != NULL)
		slash[1] = '\0';
	return access(slash == NULL ? "." : directory, W_OK) == 0
		       ? 0
		       : fail("cannot write the pid file %s: %s", path, strerror(errno));
}

static int record_pid(struct creation *c, const char *status)
{
	json_object_set_new(c->container.state, "pid", json_integer(c->sandbox.pid));
	json_object_set_new(c->container.state, "pidStartTime", json_integer(process_start_time(c->sandbox.pid)));
	json_object_set_new(c->container.state, "status", json_string(status));
	return store_save(&c->container);
}

static bool looks_at_cgroup(const struct spec *spec)
{
	return spec->namespaces[NS_CGROUP].wanted || hook_list(spec->hooks, "createContainer") != NULL;
}

static int launch(struct creation *c, const struct options *o, const char *home)
{
	struct sandbox *s = &c->sandbox;
	*s = (struct sandbox){ .options = o, .spec = &c->spec, .home = home, .rootfs = c->rootfs, .bundle = c->bundle,
			       .tty = c->console.slave, .cgroup = cgroup_unified_fd(&c->cgroup) };
	if (sandbox_prepare(s))
		return -1;
	int log = open_log(c, o);
	s->fds[FD_LOG] = open_operator_log(o);
	if (log < 0 || s->fds[FD_LOG] < 0)
		return -1;
	s->fds[FD_JVM_OUTPUT] = s->fds[FD_JVM_ERROR] = log;
	s->fds[FD_ORDERS] = c->orders;
	bool terminal = c->console.slave >= 0;
	for (int i = 0; i < 3; i++) {
		s->fds[FD_GUEST_STDIN + i] = terminal ? c->console.slave : i;
		c->stream_kinds[i] = stream_kind(s->fds[FD_GUEST_STDIN + i]);
	}
	s->state = container_state_json(&c->container, STATUS_CREATING, 0);
	if (sandbox_clone(s))
		return -1;
	if (terminal) {
		close(c->console.slave);
		c->console.slave = -1;
	}
	/*
	 * Moving a process between groups of version 1 waits 7 to 16 ms for the kernel's RCU. What looks at its group (a
	 * cgroup namespace, a hook) waits too; else the JVM starts meanwhile, and reads its configuration only when it is in.
	 */
	bool early = !looks_at_cgroup(&c->spec);
	if (record_pid(c, "creating") || privilege_map_users(&c->spec, s->pid))
		return -1;
	if (early)
		frame_write(s->control, FRAME_GO, NULL, 0);
	if (!s->in_cgroup && cgroup_attach(&c->cgroup, s->pid))
		return -1;
	if (!early)
		frame_write(s->control, FRAME_GO, NULL, 0);
	/* A child that has hooks to run reads another FRAME_GO first. */
	if (hook_list(c->spec.hooks, "createContainer") == NULL && send_boot(c, o))
		return -1;
	char *state = container_state_json(&c->container, STATUS_CREATING, 0);
	struct hook_queue queue = { .hooks = c->spec.hooks, .state = state };
	int cache = cache_open(o->cache);
	int result = attend(c, &queue, cache);
	if (queue.running) {
		kill(-queue.process.pid, SIGKILL);
		hook_finish(&queue.process);
	}
	if (cache >= 0)
		close(cache);
	free(state);
	return result;
}

static void undo(struct creation *c)
{
	int status;
	if (c->sandbox.pid > 0) {
		kill(c->sandbox.pid, SIGKILL);
		waitpid(c->sandbox.pid, &status, 0);
		char *state = container_state_json(&c->container, STATUS_STOPPED, 0);
		hook_run_each(c->spec.hooks, "poststop", state);
		free(state);
	}
	json_t *paths = cgroup_paths(&c->cgroup);
	cgroup_destroy(paths);
	json_decref(paths);
	store_remove(&c->container);
}

int container_create(struct creation *c, const struct options *o, const char *home, bool *malformed)
{
	memset(c, 0, sizeof(*c));
	*malformed = false;
	/* Standard streams that are closed would be taken by the next open: the container's files must not land there. */
	for (int fd = 0; fd < 3; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDWR) != fd)
			return fail("cannot open /dev/null: %s", strerror(errno));
	if (resolve_paths(c, o->bundle) || spec_read(&c->spec, c->bundle, malformed) || resolve_rootfs(c) ||
	    check_pid_file(o->pid_file) || store_create(&c->container, o->root, o->id))
		return -1;
	int result = cgroup_plan(&c->cgroup, c->spec.cgroups_path, o->id, o->systemd_cgroup);
	if (result == 0) {
		c->container.state = new_state(c);
		result = c->container.state == NULL ? fail("config.json is not valid UTF-8") : store_save(&c->container);
	}
	if (result == 0)
		result = cgroup_make(&c->cgroup);
	if (result == 0)
		json_object_set_new(c->container.state, "cgroupPaths", cgroup_paths(&c->cgroup));
	if (result == 0)
		result = open_console(c, o) || open_orders(c) || launch(c, o, home) || record_pid(c, "created") ? -1 : 0;
	if (result == 0 && o->pidfd_socket != NULL)
		result = console_send(o->pidfd_socket, "pidfd", c->sandbox.pidfd);
	if (result == 0 && o->pid_file != NULL)
		result = write_pid_file(o->pid_file, c->sandbox.pid);
	if (result != 0)
		undo(c);
	return result;
}
