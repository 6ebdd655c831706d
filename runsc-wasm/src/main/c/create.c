#define _GNU_SOURCE
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "attend.h"
#include "container.h"
#include "debuglog.h"
#include "fail.h"
#include "frame.h"
#include "hook.h"
#include "path.h"
#include "privilege.h"
#include "timestamp.h"

static int resolve_paths(struct creation *c, const char *bundle)
{
	char link[40];
	c->bundle_fd = path_open(AT_FDCWD, bundle, O_PATH | O_DIRECTORY, 0);
	if (c->bundle_fd < 0)
		return fail("cannot open the bundle %s: %s; name its directory with --bundle", bundle, strerror(errno));
	snprintf(link, sizeof(link), "/proc/self/fd/%d", c->bundle_fd);
	ssize_t length = readlink(link, c->bundle, sizeof(c->bundle) - 1);
	if (length <= 0 || length == sizeof(c->bundle) - 1)
		return fail("cannot tell the path of the bundle %s: %s", bundle, strerror(length <= 0 ? errno : ENAMETOOLONG));
	c->bundle[length] = '\0';
	return path_check_private(c->bundle_fd, "bundle", c->bundle);
}

static int resolve_rootfs(struct creation *c)
{
	bool absolute = c->spec.rootfs[0] == '/';
	if (snprintf(c->rootfs, sizeof(c->rootfs), "%s%s%s", absolute ? "" : c->bundle, absolute ? "" : "/", c->spec.rootfs) >=
	    (int)sizeof(c->rootfs))
		return fail("root.path is longer than %d bytes", PATH_MAX);
	c->rootfs_fd = path_open(c->bundle_fd, c->spec.rootfs, O_PATH | O_DIRECTORY, RESOLVE_NO_MAGICLINKS);
	return c->rootfs_fd >= 0 ? 0 : fail("cannot use the root file system %s (root.path): %s", c->rootfs, strerror(errno));
}

/* What a startContainer hook gets, `start` has to know: config.json may be another one by then. */
static json_t *hook_process(const struct creation *c)
{
	static const char *const kept[] = { "user", "capabilities", "rlimits" };
	json_t *process = json_object_get(c->spec.document, "process"), *copy = json_object();
	if (hook_list(c->spec.hooks, "startContainer") == NULL)
		return copy;
	for (size_t i = 0; i < sizeof(kept) / sizeof(*kept); i++)
		if (json_object_get(process, kept[i]) != NULL)
			json_object_set(copy, kept[i], json_object_get(process, kept[i]));
	return copy;
}

static json_t *new_state(const struct creation *c)
{
	char created[TIMESTAMP_SIZE];
	timestamp_now(created);
	json_t *annotations = c->spec.annotations == NULL ? json_object() : json_incref(c->spec.annotations);
	json_t *hooks = c->spec.hooks == NULL ? json_object() : json_incref(c->spec.hooks);
	return json_pack("{s:i, s:s, s:s, s:i, s:i, s:s, s:s, s:s, s:s, s:I, s:o, s:o, s:o, s:o}", "version", 1, "ociVersion",
			 c->spec.oci_version == NULL ? "1.0.0" : c->spec.oci_version, "id", c->container.id, "pid", 0,
			 "pidStartTime", 0, "status", "creating", "bundle", c->bundle, "rootfs", c->rootfs, "created", created,
			 "uid", (json_int_t)geteuid(), "annotations", annotations, "hooks", hooks, "process",
			 hook_process(c), "cgroupPaths", cgroup_paths(&c->cgroup));
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

/*
 * Opens a terminal or a FIFO once more, so that the sandbox can have it non-blocking and whoever else has it open not.
 * Returns the descriptor itself where the host does not allow that, and for every other file.
 */
static int open_stream(int fd)
{
	struct stat status;
	char path[32];
	int flags = fcntl(fd, F_GETFL);
	if (flags < 0 || fstat(fd, &status) != 0 || (!S_ISFIFO(status.st_mode) && !isatty(fd)))
		return fd;
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	int opened = open(path, (flags & O_ACCMODE) | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	return opened < 0 ? fd : opened;
}

static int write_pid_file(int directory, const char *path, pid_t pid)
{
	char temporary[NAME_MAX + 1], text[32];
	const char *slash = strrchr(path, '/'), *name = slash == NULL ? path : slash + 1;
	if (snprintf(temporary, sizeof(temporary), ".%.200s.%d.tmp", name, getpid()) >= (int)sizeof(temporary))
		return fail("the name of the pid file %s is too long", path);
	/* In a directory that others can write, a file that is there already is not ours. */
	unlinkat(directory, temporary, 0);
	int fd = openat(directory, temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0644);
	int length = snprintf(text, sizeof(text), "%d", pid);
	ssize_t written = fd < 0 ? -1 : write(fd, text, (size_t)length);
	int saved_errno = errno;
	if (fd >= 0)
		close(fd);
	errno = saved_errno;
	if (written == length && renameat(directory, temporary, directory, name) == 0)
		return 0;
	saved_errno = errno;
	if (fd >= 0)
		unlinkat(directory, temporary, 0);
	return fail("cannot write the pid file %s: %s", path, strerror(saved_errno));
}

/* Opened before anything is made, so that the likeliest mistake costs nothing. */
static int open_pid_directory(struct creation *c, const char *path)
{
	char directory[PATH_MAX];
	if (path == NULL)
		return 0;
	const char *slash = strrchr(path, '/');
	if (snprintf(directory, sizeof(directory), "%.*s", slash == NULL ? 1 : (int)(slash - path + 1), slash == NULL ? "." : path) >=
	    (int)sizeof(directory))
		return fail("the path of the pid file is longer than %d bytes", PATH_MAX);
	c->pid_directory = access(directory, W_OK) == 0 ? path_open(AT_FDCWD, directory, O_PATH | O_DIRECTORY, 0) : -1;
	return c->pid_directory >= 0 ? 0 : fail("cannot write the pid file %s: %s", path, strerror(errno));
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
			       .bundle_fd = c->bundle_fd, .rootfs_fd = c->rootfs_fd, .tty = c->console.slave,
			       .lock = c->container.lock, .cgroup = cgroup_unified_fd(&c->cgroup) };
	if (sandbox_prepare(s))
		return -1;
	int log = debuglog_open(&c->container, o);
	s->fds[FD_LOG] = open_operator_log(o);
	if (log < 0 || s->fds[FD_LOG] < 0)
		return -1;
	s->fds[FD_JVM_OUTPUT] = s->fds[FD_JVM_ERROR] = log;
	s->fds[FD_ORDERS] = c->orders;
	bool terminal = c->console.slave >= 0;
	for (int i = 0; i < 3; i++) {
		s->fds[FD_GUEST_STDIN + i] = terminal ? c->console.slave : open_stream(i);
		c->stream_kinds[i] = stream_kind(s->fds[FD_GUEST_STDIN + i]);
	}
	if (sandbox_clone(s))
		return -1;
	for (int i = 0; i < 3; i++)
		if (!terminal && s->fds[FD_GUEST_STDIN + i] != i)
			close(s->fds[FD_GUEST_STDIN + i]);
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
	if (hook_list(c->spec.hooks, "createContainer") == NULL && attend_boot(c, o))
		return -1;
	return attend(c);
}

static int make_cgroups(struct creation *c)
{
	char mark[STORE_MARK_SIZE];
	store_mark(&c->container, mark);
	return cgroup_make(&c->cgroup, mark);
}

static void undo(struct creation *c)
{
	int status;
	if (c->sandbox.pid > 0) {
		kill(c->sandbox.pid, SIGKILL);
		while (waitpid(c->sandbox.pid, &status, 0) < 0 && errno == EINTR)
			;
		char *state = container_state_json(&c->container, STATUS_STOPPED, 0);
		hook_run_each(c->spec.hooks, "poststop", state);
		free(state);
	}
	char mark[STORE_MARK_SIZE];
	store_mark(&c->container, mark);
	json_t *paths = cgroup_paths(&c->cgroup);
	int destroyed = cgroup_destroy(paths, mark, NULL);
	json_decref(paths);
	debuglog_keep(&c->container);
	/* A group that stays is found again by what is on record. */
	if (destroyed == 0)
		store_remove(&c->container);
}

int container_create(struct creation *c, const struct options *o, const char *home, bool *malformed)
{
	memset(c, 0, sizeof(*c));
	*malformed = false;
	if (resolve_paths(c, o->bundle) || spec_read(&c->spec, c->bundle_fd, c->bundle, malformed) || resolve_rootfs(c) ||
	    open_pid_directory(c, o->pid_file) || store_create(&c->container, o->root, o->id))
		return -1;
	int result = cgroup_plan(&c->cgroup, c->spec.cgroups_path, o->id, o->systemd_cgroup);
	if (result == 0) {
		c->container.state = new_state(c);
		result = c->container.state == NULL ? fail("config.json is not valid UTF-8") : store_save(&c->container);
	}
	if (result == 0)
		result = make_cgroups(c);
	if (result == 0)
		json_object_set_new(c->container.state, "cgroupPaths", cgroup_paths(&c->cgroup));
	if (result == 0)
		result = open_console(c, o) || open_orders(c) || launch(c, o, home) || record_pid(c, "created") ? -1 : 0;
	if (result == 0 && o->pidfd_socket != NULL)
		result = console_send(o->pidfd_socket, "pidfd", c->sandbox.pidfd);
	if (result == 0 && o->pid_file != NULL)
		result = write_pid_file(c->pid_directory, o->pid_file, c->sandbox.pid);
	if (result != 0)
		undo(c);
	return result;
}
