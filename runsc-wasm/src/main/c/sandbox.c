#define _GNU_SOURCE
#include "sandbox.h"

#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <linux/capability.h>
#include <linux/magic.h>
#include <linux/mount.h>
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fail.h"
#include "frame.h"
#include "hook.h"

/* The file-system capabilities, and the one for low ports: what a sentry may be granted at most. */
#define CAPABILITIES_MAX                                                                                        \
	((1ull << CAP_CHOWN) | (1ull << CAP_DAC_OVERRIDE) | (1ull << CAP_DAC_READ_SEARCH) | (1ull << CAP_FOWNER) | \
	 (1ull << CAP_FSETID) | (1ull << CAP_NET_BIND_SERVICE))

/* Open files that the JVM needs besides those of its guest. */
#define NOFILE_HEADROOM 64

static int move_mount_at(int tree, int at, const char *path)
{
	return (int)syscall(SYS_move_mount, tree, "", at, path, MOVE_MOUNT_F_EMPTY_PATH);
}

/* A detached, private copy of the mount at path, with the given attributes added. */
static int open_mount(const char *path, bool recursive, uint64_t attributes)
{
	unsigned int flags = OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | (recursive ? AT_RECURSIVE : 0);
	int tree = (int)syscall(SYS_open_tree, AT_FDCWD, path, flags);
	if (tree < 0)
		return -1;
	struct mount_attr attr = { .attr_set = attributes, .propagation = MS_PRIVATE };
	unsigned int empty = AT_EMPTY_PATH | (recursive ? AT_RECURSIVE : 0);
	if (syscall(SYS_mount_setattr, tree, "", empty, &attr, sizeof(attr)) != 0) {
		close(tree);
		return -1;
	}
	return tree;
}

static int open_trees(struct sandbox *s)
{
	char path[PATH_MAX];
	uint64_t inert = MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV;
	snprintf(path, sizeof(path), "%s/image", s->home);
	s->image_tree = open_mount(path, false, inert | MOUNT_ATTR_RDONLY);
	if (s->image_tree < 0)
		return fail("cannot use the Java image %s: %s", path, strerror(errno));
	/* Nothing of the image is ever executed by the host's kernel, unless the operator has a hook in it. */
	if (hook_list(s->spec->hooks, "startContainer") == NULL)
		inert |= MOUNT_ATTR_NOEXEC;
	s->root_tree = open_mount(s->rootfs, true, inert | (s->spec->readonly_root ? MOUNT_ATTR_RDONLY : 0));
	if (s->root_tree < 0)
		return fail("cannot use the root file system %s: %s", s->rootfs, strerror(errno));
	for (int i = 0; i < s->spec->bind_count; i++) {
		const struct bind_mount *bind = &s->spec->binds[i];
		bool absolute = bind->source[0] == '/';
		if (snprintf(path, sizeof(path), "%s%s%s", absolute ? "" : s->bundle, absolute ? "" : "/", bind->source) >=
		    (int)sizeof(path))
			return fail("mounts[%zu].source is too long", bind->index);
		s->bind_trees[i] = open_mount(path, bind->recursive, inert | (bind->readonly ? MOUNT_ATTR_RDONLY : 0));
		if (s->bind_trees[i] < 0)
			return fail("cannot mount %s (mounts[%zu].source): %s", path, bind->index, strerror(errno));
	}
	return 0;
}

static int config_file(const struct spec *spec)
{
	int fd = memfd_create("config.json", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	if (fd < 0 || write(fd, spec->text, spec->length) != (ssize_t)spec->length || lseek(fd, 0, SEEK_SET) != 0)
		return -1;
	fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL);
	return fd;
}

int sandbox_prepare(struct sandbox *s)
{
	int pair[2];
	s->image_tree = s->root_tree = s->pidfd = -1;
	s->bind_trees = calloc((size_t)s->spec->bind_count + 1, sizeof(int));
	if (s->bind_trees == NULL || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
		return fail("cannot make the control socket: %s", strerror(errno));
	s->control = pair[0];
	s->fds[FD_CONTROL] = pair[1];
	s->fds[FD_CONFIG] = config_file(s->spec);
	s->fds[FD_MEMORY] = memfd_create("memory", MFD_CLOEXEC);
	s->fds[FD_RANDOM] = open("/dev/urandom", O_RDONLY | O_CLOEXEC);
	s->fds[FD_JVM_INPUT] = open("/dev/null", O_RDONLY | O_CLOEXEC);
	if (s->fds[FD_CONFIG] < 0 || s->fds[FD_MEMORY] < 0 || s->fds[FD_RANDOM] < 0 || s->fds[FD_JVM_INPUT] < 0)
		return fail("cannot make the sandbox's files: %s", strerror(errno));
	return geteuid() == 0 ? open_trees(s) : 0;
}

static int wait_for_go(int control)
{
	struct frame frame;
	int result = frame_read(control, &frame);
	if (result == 1)
		free(frame.payload);
	return result == 1 && frame.type == FRAME_GO ? 0 : -1;
}

static int join_namespaces(const struct spec *spec)
{
	for (int type = 0; type < NS_COUNT; type++) {
		const struct namespace *ns = &spec->namespaces[type];
		if (ns->path == NULL || type == NS_PID)
			continue;
		int fd = open(ns->path, O_RDONLY | O_CLOEXEC);
		if (fd < 0 || setns(fd, namespace_flag((enum namespace_type)type)) != 0)
			return fail("cannot join the %s namespace %s: %s", namespace_file((enum namespace_type)type), ns->path,
				    strerror(errno));
		close(fd);
	}
	/* Made only now: a cgroup namespace starts at the group its maker is in, a mount namespace on top of a joined one. */
	int late = CLONE_NEWNS | (spec->namespaces[NS_CGROUP].wanted && spec->namespaces[NS_CGROUP].path == NULL ? CLONE_NEWCGROUP : 0);
	if (unshare(late) != 0)
		return fail("cannot make the mount namespace: %s", strerror(errno));
	return 0;
}

static int write_proc(const char *path, const char *value)
{
	struct statfs fs;
	int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
	errno = fd < 0 ? errno : EPERM;
	/* A file mounted over /proc must not receive what is meant for the kernel. */
	bool written = fd >= 0 && fstatfs(fd, &fs) == 0 && fs.f_type == PROC_SUPER_MAGIC &&
		       write(fd, value, strlen(value)) == (ssize_t)strlen(value);
	int saved_errno = errno;
	if (fd >= 0)
		close(fd);
	errno = saved_errno;
	return written ? 0 : -1;
}

static int apply_sysctl(const struct spec *spec)
{
	const char *key;
	json_t *value;
	json_object_foreach(spec->sysctl, key, value) {
		char path[PATH_MAX];
		const char *text = json_string_value(value);
		if (text == NULL || strstr(key, "..") != NULL ||
		    snprintf(path, sizeof(path), "/proc/sys/%s", key) >= (int)sizeof(path))
			return fail("linux.sysctl: \"%.80s\" is not a sysctl", key);
		for (char *dot = path + strlen("/proc/sys/"); *dot != '\0'; dot++)
			*dot = *dot == '.' ? '/' : *dot == '/' ? '.' : *dot;
		if (write_proc(path, text))
			return fail("linux.sysctl: cannot set %s to \"%s\": %s", key, text, strerror(errno));
	}
	return 0;
}

static int apply_kernel_settings(const struct spec *spec)
{
	char score[16], now[16] = "";
	if (spec->hostname != NULL && spec->hostname[0] != '\0' && sethostname(spec->hostname, strlen(spec->hostname)) != 0)
		return fail("cannot set the hostname \"%s\": %s", spec->hostname, strerror(errno));
	if (spec->domainname != NULL && spec->domainname[0] != '\0' &&
	    setdomainname(spec->domainname, strlen(spec->domainname)) != 0)
		return fail("cannot set the domainname \"%s\": %s", spec->domainname, strerror(errno));
	if (spec->has_oom_score) {
		int fd = open("/proc/self/oom_score_adj", O_RDONLY | O_CLOEXEC);
		ssize_t length = fd < 0 ? 0 : read(fd, now, sizeof(now) - 1);
		if (fd >= 0)
			close(fd);
		snprintf(score, sizeof(score), "%d\n", spec->oom_score);
		bool same = length > 0 && strcmp(now, score) == 0;
		if (!same && write_proc("/proc/self/oom_score_adj", score))
			return fail("cannot set process.oomScoreAdj to %d: %s", spec->oom_score, strerror(errno));
	}
	return apply_sysctl(spec);
}

static int mount_tmpfs(int at, const char *path)
{
	int fs = (int)syscall(SYS_fsopen, "tmpfs", FSOPEN_CLOEXEC);
	if (fs < 0 || syscall(SYS_fsconfig, fs, FSCONFIG_SET_STRING, "mode", "0755", 0) != 0 ||
	    syscall(SYS_fsconfig, fs, FSCONFIG_SET_STRING, "size", "1m", 0) != 0 ||
	    syscall(SYS_fsconfig, fs, FSCONFIG_CMD_CREATE, NULL, NULL, 0) != 0)
		return -1;
	int tree = (int)syscall(SYS_fsmount, fs, FSMOUNT_CLOEXEC, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC);
	int result = tree < 0 ? -1 : move_mount_at(tree, at, path);
	if (tree >= 0)
		close(tree);
	close(fs);
	return result;
}

/* Puts a detached mount at the neutral place of that number; a file gets a file, a directory a directory. */
static int place(int tree, size_t number)
{
	char path[64];
	struct stat status;
	snprintf(path, sizeof(path), "fs/%zu", number);
	if (fstat(tree, &status) != 0)
		return -1;
	if (S_ISDIR(status.st_mode) ? mkdir(path, 0755) != 0 : mknod(path, S_IFREG | 0644, 0) != 0)
		return -1;
	return move_mount_at(tree, AT_FDCWD, path);
}

static int assemble_root(struct sandbox *s)
{
	if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0)
		return fail("cannot make the mounts private: %s", strerror(errno));
	if (s->image_tree < 0 && open_trees(s))
		return -1;
	/*
	 * The image lands on top of "/" itself, a place that always exists; nothing of the host's own
	 * tree is made or changed for it.
	 */
	if (move_mount_at(s->image_tree, AT_FDCWD, "/") != 0 || fchdir(s->image_tree) != 0 || mount_tmpfs(AT_FDCWD, "fs") != 0)
		return fail("cannot make the sandbox's root: %s", strerror(errno));
	if (place(s->root_tree, 0) != 0)
		return fail("cannot place the root file system %s: %s", s->rootfs, strerror(errno));
	for (int i = 0; i < s->spec->bind_count; i++)
		if (place(s->bind_trees[i], s->spec->binds[i].index + 1) != 0)
			return fail("cannot place %s: %s", s->spec->binds[i].source, strerror(errno));
	return 0;
}

static int pivot(struct sandbox *s)
{
	if (fchdir(s->image_tree) != 0 || syscall(SYS_pivot_root, ".", ".") != 0 || umount2(".", MNT_DETACH) != 0 ||
	    chdir("/") != 0)
		return fail("cannot pivot into the sandbox's root: %s", strerror(errno));
	return 0;
}

/*
 * Limits that would starve the JVM rather than the guest (address space, data, stack, processes, file
 * size, which also bounds a memory file) are the sentry's to keep; the others hold for the process.
 */
static int apply_rlimits(const struct spec *spec)
{
	struct rlimit none = { 0, 0 };
	setrlimit(RLIMIT_CORE, &none);
	for (int i = 0; i < spec->rlimit_count; i++) {
		struct rlimit limit = spec->rlimits[i].limit;
		switch (spec->rlimits[i].resource) {
		case RLIMIT_AS: case RLIMIT_DATA: case RLIMIT_STACK: case RLIMIT_NPROC: case RLIMIT_FSIZE: case RLIMIT_RSS: case RLIMIT_CORE:
			continue;
		case RLIMIT_NOFILE:
			if (limit.rlim_cur < limit.rlim_max)
				limit.rlim_cur += limit.rlim_max - limit.rlim_cur < NOFILE_HEADROOM ? limit.rlim_max - limit.rlim_cur
												    : NOFILE_HEADROOM;
			break;
		default:
			break;
		}
		if (setrlimit((__rlimit_resource_t)spec->rlimits[i].resource, &limit) != 0)
			return fail("cannot set process.rlimits[%d] to %llu:%llu: %s", i, (unsigned long long)limit.rlim_cur,
				    (unsigned long long)limit.rlim_max, strerror(errno));
	}
	return 0;
}

static int set_capabilities(const struct spec *spec, uint64_t mask)
{
	struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct data[2];
	for (int word = 0; word < 2; word++) {
		data[word].permitted = (uint32_t)((spec->capabilities[CAPS_PERMITTED] & mask) >> (32 * word));
		data[word].effective = (uint32_t)((spec->capabilities[CAPS_EFFECTIVE] & mask) >> (32 * word)) & data[word].permitted;
		data[word].inheritable = (uint32_t)((spec->capabilities[CAPS_INHERITABLE] & mask) >> (32 * word));
	}
	return (int)syscall(SYS_capset, &header, data);
}

/* Capabilities of the launcher bound what it can pass on; a missing one is not an error, as it only takes away. */
static uint64_t own_capabilities(void)
{
	struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct data[2] = { { 0, 0, 0 }, { 0, 0, 0 } };
	syscall(SYS_capget, &header, data);
	return data[0].permitted | (uint64_t)data[1].permitted << 32;
}

static int become_user(const struct spec *spec)
{
	uint64_t mask = CAPABILITIES_MAX & own_capabilities();
	for (int capability = 0; prctl(PR_CAPBSET_READ, capability, 0, 0, 0) >= 0; capability++)
		if (!(spec->capabilities[CAPS_BOUNDING] & mask & (1ull << capability)) &&
		    prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) != 0)
			return fail("cannot drop capability %d from the bounding set: %s", capability, strerror(errno));
	if (setgroups((size_t)spec->group_count, spec->groups) != 0 && (spec->group_count > 0 || errno != EPERM))
		return fail("cannot set process.user.additionalGids: %s", strerror(errno));
	prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0);
	if (setresgid(spec->gid, spec->gid, spec->gid) != 0 || setresuid(spec->uid, spec->uid, spec->uid) != 0)
		return fail("cannot become user %u:%u of process.user: %s", spec->uid, spec->gid, strerror(errno));
	prctl(PR_SET_KEEPCAPS, 0, 0, 0, 0);
	if (set_capabilities(spec, mask) != 0)
		return fail("cannot cut the capabilities: %s", strerror(errno));
	for (int capability = 0; capability < 64; capability++)
		if (spec->capabilities[CAPS_AMBIENT] & mask & (1ull << capability))
			prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, capability, 0, 0);
	/* Always, whatever config.json says: the sentry never needs a privilege that a file would give. */
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return fail("cannot set no_new_privs: %s", strerror(errno));
	return 0;
}

/* Moves every wanted descriptor to its number and closes all others. */
static int arrange_fds(struct sandbox *s)
{
	for (int i = 0; i < FD_SANDBOX_COUNT; i++) {
		s->fds[i] = fcntl(s->fds[i], F_DUPFD, FD_SANDBOX_COUNT);
		if (s->fds[i] < 0)
			return -1;
	}
	for (int i = 0; i < FD_SANDBOX_COUNT; i++)
		if (dup2(s->fds[i], i) < 0)
			return -1;
	return close_range(FD_SANDBOX_COUNT, ~0U, 0);
}

static void exec_sentry(const struct sandbox *s)
{
	const char *argv[16 + MAX_SANDBOX_OPTIONS];
	char *empty[] = { NULL };
	int n = 0;
	argv[n++] = "/jre/bin/java";
	argv[n++] = "@/sentry.options";
	for (int i = 0; i < s->options->sandbox_option_count; i++)
		argv[n++] = s->options->sandbox_options[i];
	argv[n++] = "-cp";
	argv[n++] = "/sandbox.jar";
	argv[n++] = "io.jwasm.runsc.boot.Boot";
	argv[n] = NULL;
	execve(argv[0], (char **)argv, empty);
}

static int take_terminal(const struct sandbox *s)
{
	if (setsid() < 0)
		return fail("cannot make a session: %s", strerror(errno));
	if (s->tty >= 0 && ioctl(s->tty, TIOCSCTTY, 0) != 0)
		return fail("cannot make the terminal the controlling one: %s", strerror(errno));
	return 0;
}

/* In a new user namespace the child is nobody until it takes the identity that the maps give it. */
static int become_mapped_root(const struct spec *spec)
{
	if (!spec->namespaces[NS_USER].wanted)
		return 0;
	if (setresgid(0, 0, 0) != 0 || setresuid(0, 0, 0) != 0)
		return fail("linux.uidMappings and gidMappings must map container id 0: %s", strerror(errno));
	return 0;
}

static int run_container_hooks(struct sandbox *s)
{
	if (hook_list(s->spec->hooks, "createContainer") == NULL)
		return 0;
	if (frame_write(s->fds[FD_CONTROL], FRAME_HOOKS, NULL, 0) || wait_for_go(s->fds[FD_CONTROL]))
		_exit(1);
	return hook_run_all(s->spec->hooks, "createContainer", s->state, NULL, NULL);
}

static _Noreturn void sandbox_main(struct sandbox *s)
{
	/* A launcher that died must not leave a child behind that nobody knows of. */
	close(s->control);
	if (wait_for_go(s->fds[FD_CONTROL]))
		_exit(1);
	signal(SIGPIPE, SIG_DFL);
	sigset_t none;
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	umask(022);
	int control = s->fds[FD_CONTROL];
	if (take_terminal(s) == 0 && join_namespaces(s->spec) == 0 && become_mapped_root(s->spec) == 0 &&
	    apply_kernel_settings(s->spec) == 0 && run_container_hooks(s) == 0 && assemble_root(s) == 0 && pivot(s) == 0 &&
	    apply_rlimits(s->spec) == 0 && become_user(s->spec) == 0) {
		if (arrange_fds(s) == 0) {
			control = FD_CONTROL;
			exec_sentry(s);
		}
		fail("cannot start the sandbox's Java: %s", strerror(errno));
	}
	frame_write(control, FRAME_FAILED, fail_message(), strlen(fail_message()));
	_exit(1);
}

/* Namespaces made by clone(2) itself; mount and cgroup ones are made later, see join_namespaces. */
static uint64_t clone_flags(const struct spec *spec)
{
	uint64_t flags = 0;
	for (int type = 0; type < NS_COUNT; type++)
		if (spec->namespaces[type].wanted && spec->namespaces[type].path == NULL && type != NS_MOUNT && type != NS_CGROUP)
			flags |= (uint64_t)namespace_flag((enum namespace_type)type);
	return flags;
}

int sandbox_clone(struct sandbox *s)
{
	const char *pid_path = s->spec->namespaces[NS_PID].path;
	int own = -1;
	if (pid_path != NULL) {
		/* Only children enter a joined pid namespace; afterwards our hooks must be born in our own again. */
		own = open("/proc/self/ns/pid", O_RDONLY | O_CLOEXEC);
		int joined = open(pid_path, O_RDONLY | O_CLOEXEC);
		if (own < 0 || joined < 0 || setns(joined, CLONE_NEWPID) != 0)
			return fail("cannot join the pid namespace %s: %s", pid_path, strerror(errno));
		close(joined);
	}
	struct clone_args args = { .flags = clone_flags(s->spec), .exit_signal = SIGCHLD };
	if (s->cgroup >= 0) {
		args.flags |= CLONE_INTO_CGROUP;
		args.cgroup = (uint64_t)s->cgroup;
	}
	s->in_cgroup = s->cgroup >= 0;
	s->pid = (pid_t)syscall(SYS_clone3, &args, sizeof(args));
	if (s->pid == 0)
		sandbox_main(s);
	int saved_errno = errno;
	if (own >= 0) {
		setns(own, CLONE_NEWPID);
		close(own);
	}
	if (s->pid < 0)
		return fail("cannot make the sandbox's namespaces: %s", strerror(saved_errno));
	close(s->fds[FD_CONTROL]);
	s->pidfd = (int)syscall(SYS_pidfd_open, s->pid, 0);
	return s->pidfd < 0 ? fail("cannot watch the sandbox: %s", strerror(errno)) : 0;
}

/* A caller without privileges may map only itself; for more it needs the setuid helpers of shadow-utils. */
static int run_map_helper(const char *helper, pid_t pid, const struct id_mapping *maps, int count)
{
	char (*numbers)[16] = calloc((size_t)count * 3 + 1, sizeof(*numbers));
	char **argv = calloc((size_t)count * 3 + 3, sizeof(*argv));
	int n = 0, status = -1;
	if (numbers == NULL || argv == NULL)
		return fail("out of memory");
	argv[n++] = (char *)helper;
	snprintf(numbers[0], sizeof(*numbers), "%d", pid);
	argv[n++] = numbers[0];
	for (int i = 0; i < count; i++) {
		snprintf(numbers[i * 3 + 1], sizeof(*numbers), "%u", maps[i].container);
		snprintf(numbers[i * 3 + 2], sizeof(*numbers), "%u", maps[i].host);
		if (i * 3 + 3 <= count * 3)
			snprintf(numbers[i * 3 + 3], sizeof(*numbers), "%u", maps[i].size);
		for (int k = 1; k <= 3; k++)
			argv[n++] = numbers[i * 3 + k];
	}
	pid_t child = fork();
	if (child == 0) {
		execvp(helper, argv);
		_exit(127);
	}
	if (child > 0)
		waitpid(child, &status, 0);
	free(numbers);
	free(argv);
	return status == 0 ? 0 : fail("%s failed; see subuid(5), or install the package uidmap", helper);
}

static int write_map(pid_t pid, const char *file, const struct id_mapping *maps, int count)
{
	char path[64], text[8192];
	size_t used = 0;
	for (int i = 0; i < count && used < sizeof(text); i++)
		used += (size_t)snprintf(text + used, sizeof(text) - used, "%u %u %u\n", maps[i].container, maps[i].host,
					 maps[i].size);
	snprintf(path, sizeof(path), "/proc/%d/%s", pid, file);
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	ssize_t written = fd < 0 || used >= sizeof(text) ? -1 : write(fd, text, used);
	if (fd >= 0)
		close(fd);
	return written == (ssize_t)used ? 0 : fail("cannot write %s (linux mappings): %s", path, strerror(errno));
}

int sandbox_map_users(const struct sandbox *s)
{
	char path[64];
	const struct spec *spec = s->spec;
	if (!spec->namespaces[NS_USER].wanted || spec->namespaces[NS_USER].path != NULL)
		return 0;
	if (spec->uid_map_count == 0 || spec->gid_map_count == 0)
		return fail("a new user namespace needs linux.uidMappings and linux.gidMappings");
	bool single = spec->uid_map_count == 1 && spec->uid_map[0].size == 1 && spec->gid_map_count == 1 &&
		      spec->gid_map[0].size == 1;
	if (geteuid() != 0 && !single)
		return run_map_helper("newuidmap", s->pid, spec->uid_map, spec->uid_map_count) ||
				       run_map_helper("newgidmap", s->pid, spec->gid_map, spec->gid_map_count)
			       ? -1
			       : 0;
	if (geteuid() != 0) {
		snprintf(path, sizeof(path), "/proc/%d/setgroups", s->pid);
		if (write_proc(path, "deny"))
			return fail("cannot write %s: %s", path, strerror(errno));
	}
	return write_map(s->pid, "uid_map", spec->uid_map, spec->uid_map_count) ||
			       write_map(s->pid, "gid_map", spec->gid_map, spec->gid_map_count)
		       ? -1
		       : 0;
}
