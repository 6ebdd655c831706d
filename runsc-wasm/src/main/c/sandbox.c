#define _GNU_SOURCE
#include "sandbox.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/magic.h>
#include <linux/nsfs.h>
#include <linux/sched.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "fail.h"
#include "frame.h"
#include "hook.h"
#include "landlock.h"
#include "path.h"
#include "privilege.h"
#include "proc.h"
#include "root.h"
#include "sysctl.h"

/* boot.SandboxMemory has the same. */
#define USAGE_BYTES 4096

static int config_file(const struct spec *spec)
{
	int fd = memfd_create("config.json", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	if (fd < 0 || write(fd, spec->text, spec->length) != (ssize_t)spec->length || lseek(fd, 0, SEEK_SET) != 0)
		return -1;
	fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL);
	return fd;
}

/* The sandbox writes it, whoever asks reads it: sealed, so that it can take no memory but this. */
static int usage_file(void)
{
	int fd = memfd_create("usage", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	if (fd < 0 || ftruncate(fd, USAGE_BYTES) != 0 || fcntl(fd, F_ADD_SEALS, F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL) != 0)
		return -1;
	return fd;
}

int sandbox_prepare(struct sandbox *s)
{
	int pair[2];
	s->image_tree = s->root_tree = s->module_tree = s->pidfd = -1;
	if (jvm_read(&s->jvm, s->spec, (uint64_t)sysconf(_SC_PHYS_PAGES) * (uint64_t)sysconf(_SC_PAGESIZE)))
		return -1;
	s->bind_trees = calloc((size_t)s->spec->bind_count + 1, sizeof(int));
	if (s->bind_trees == NULL || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
		return fail("cannot make the control socket: %s", strerror(errno));
	s->control = pair[0];
	s->fds[FD_CONTROL] = pair[1];
	s->fds[FD_CONFIG] = config_file(s->spec);
	s->fds[FD_MEMORY] = memfd_create("memory", MFD_CLOEXEC);
	s->fds[FD_USAGE] = usage_file();
	s->fds[FD_RANDOM] = open("/dev/urandom", O_RDONLY | O_CLOEXEC);
	s->fds[FD_JVM_INPUT] = open("/dev/null", O_RDONLY | O_CLOEXEC);
	if (s->fds[FD_CONFIG] < 0 || s->fds[FD_MEMORY] < 0 || s->fds[FD_USAGE] < 0 || s->fds[FD_RANDOM] < 0 || s->fds[FD_JVM_INPUT] < 0)
		return fail("cannot make the sandbox's files: %s", strerror(errno));
	return geteuid() == 0 ? root_open(s) : 0;
}

/* The payload of the FRAME_GO that was waited for, which the caller frees; NULL: the launcher is gone. */
static char *wait_for_go(int control)
{
	struct frame frame;
	if (frame_read(control, &frame) != 1)
		return NULL;
	if (frame.type == FRAME_GO)
		return frame.payload;
	free(frame.payload);
	return NULL;
}

/* A descriptor for setns(2) of what is checked to be a namespace of that type, before anything else is done with it. */
static int open_namespace(const char *path, enum namespace_type type)
{
	/* Engines name them by /proc/PID/ns/net, a magic link, as well as by a file that one is mounted on. */
	int found = path_open(AT_FDCWD, path, O_PATH, 0);
	if (found < 0)
		return fail("cannot open the %s namespace %s: %s", namespace_file(type), path, strerror(errno));
	int fd = path_on(found, NSFS_MAGIC) ? path_reopen(found, O_RDONLY) : -1;
	close(found);
	if (fd >= 0 && ioctl(fd, NS_GET_NSTYPE) == namespace_flag(type))
		return fd;
	if (fd >= 0)
		close(fd);
	return fail("%s is not a %s namespace; linux.namespaces wants a file such as /proc/PID/ns/%s", path,
		    namespace_file(type), namespace_file(type));
}

/* Looked at once more, on what is joined: its name may stand for another namespace than when config.json was checked. */
static int check_settings(const struct spec *spec, enum namespace_type type, int fd)
{
	struct stat joined;
	if (!sysctl_has(spec, type) && !(type == NS_UTS && spec_has_names(spec)))
		return 0;
	if (fstat(fd, &joined) == 0 && !namespace_is_current(&joined, type))
		return 0;
	return fail("the %s namespace %s is the host's, whose names and parameters stay as they are", namespace_file(type),
		    spec->namespaces[type].path);
}

static int join_namespace(const struct spec *spec, enum namespace_type type)
{
	const struct namespace *ns = &spec->namespaces[type];
	if (ns->path == NULL)
		return 0;
	int fd = open_namespace(ns->path, type);
	if (fd < 0 || check_settings(spec, type, fd))
		return -1;
	if (setns(fd, namespace_flag(type)) != 0)
		return fail("cannot join the %s namespace %s: %s", namespace_file(type), ns->path, strerror(errno));
	close(fd);
	return 0;
}

static int join_namespaces(const struct spec *spec)
{
	for (int type = 0; type < NS_COUNT; type++)
		if (type != NS_PID && type != NS_MOUNT && join_namespace(spec, (enum namespace_type)type))
			return -1;
	return 0;
}

/* Parameters are set before: in a mount namespace that is joined, /proc is as others have mounted it. */
static int join_mounts(const struct spec *spec)
{
	if (join_namespace(spec, NS_MOUNT))
		return -1;
	/* Made only now: a cgroup namespace starts at the group its maker is in, a mount namespace on top of a joined one. */
	int late = CLONE_NEWNS | (spec->namespaces[NS_CGROUP].wanted && spec->namespaces[NS_CGROUP].path == NULL ? CLONE_NEWCGROUP : 0);
	if (unshare(late) != 0)
		return fail("cannot make the mount namespace: %s", strerror(errno));
	return 0;
}

/* Before the child takes another identity: files of /proc/self belong to root from then on. */
static int apply_oom_score(const struct spec *spec)
{
	char score[16], now[16];
	if (!spec->has_oom_score)
		return 0;
	snprintf(score, sizeof(score), "%d\n", spec->oom_score);
	bool same = proc_read("self/oom_score_adj", now, sizeof(now)) && strcmp(now, score) == 0;
	if (!same && proc_write("self/oom_score_adj", score))
		return fail("cannot set process.oomScoreAdj to %d: %s", spec->oom_score, strerror(errno));
	return 0;
}

/* A new network namespace has a loopback interface that is down; runc puts it up, and engines count on that. */
static int loopback_up(const struct spec *spec)
{
	struct ifreq lo = { .ifr_name = "lo" };
	const struct namespace *ns = &spec->namespaces[NS_NETWORK];
	if (!ns->wanted || ns->path != NULL)
		return 0;
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	bool up = fd >= 0 && ioctl(fd, SIOCGIFFLAGS, &lo) == 0;
	lo.ifr_flags |= IFF_UP;
	up = up && ioctl(fd, SIOCSIFFLAGS, &lo) == 0;
	int error = errno;
	if (fd >= 0)
		close(fd);
	return up ? 0 : fail("cannot put up the loopback interface: %s", strerror(error));
}

static int apply_kernel_settings(const struct spec *spec)
{
	if (loopback_up(spec))
		return -1;
	if (spec->hostname != NULL && spec->hostname[0] != '\0' && sethostname(spec->hostname, strlen(spec->hostname)) != 0)
		return fail("cannot set the hostname \"%s\": %s", spec->hostname, strerror(errno));
	if (spec->domainname != NULL && spec->domainname[0] != '\0' &&
	    setdomainname(spec->domainname, strlen(spec->domainname)) != 0)
		return fail("cannot set the domainname \"%s\": %s", spec->domainname, strerror(errno));
	return sysctl_apply(spec);
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

static int is_jar(const struct dirent *entry)
{
	size_t length = strlen(entry->d_name);
	return length > 4 && strcmp(entry->d_name + length - 4, ".jar") == 0 && strchr(entry->d_name, ':') == NULL;
}

/* The sandbox's own jar, and those that an operator has added; the AOT cache holds while its own comes first. */
static int class_path(char *path, size_t size)
{
	struct dirent **names;
	size_t length = (size_t)snprintf(path, size, "/sandbox.jar");
	int count = scandir("/allocators", &names, is_jar, alphasort);
	for (int i = 0; i < count; i++) {
		if (length < size)
			length += (size_t)snprintf(path + length, size - length, ":/allocators/%s", names[i]->d_name);
		free(names[i]);
	}
	if (count >= 0)
		free(names);
	return length < size ? 0 : fail("image/allocators holds too many jars");
}

static int exec_sentry(const struct sandbox *s)
{
	char path[PATH_MAX];
	const char *argv[16 + JVM_FLAGS + MAX_SANDBOX_OPTIONS];
	char flags[JVM_FLAGS][JVM_FLAG_BYTES];
	char *empty[] = { NULL };
	int n = 0;
	if (class_path(path, sizeof(path)))
		return -1;
	argv[n++] = "/jre/bin/java";
	argv[n++] = "@/sentry.options";
	jvm_flags(&s->jvm, flags);
	for (int i = 0; i < JVM_FLAGS; i++)
		argv[n++] = flags[i];
	for (int i = 0; i < s->options->sandbox_option_count; i++)
		argv[n++] = s->options->sandbox_options[i];
	argv[n++] = "-cp";
	argv[n++] = path;
	argv[n++] = "io.jwasm.runsc.boot.Boot";
	argv[n] = NULL;
	execve(argv[0], (char **)argv, empty);
	return fail("cannot start the sandbox's Java: %s", strerror(errno));
}

static int take_terminal(const struct sandbox *s)
{
	if (setsid() < 0)
		return fail("cannot make a session: %s", strerror(errno));
	if (s->tty >= 0 && ioctl(s->tty, TIOCSCTTY, 0) != 0)
		return fail("cannot make the terminal the controlling one: %s", strerror(errno));
	return 0;
}

static int run_container_hooks(struct sandbox *s)
{
	if (hook_list(s->spec->hooks, "createContainer") == NULL)
		return 0;
	char *state = frame_write(s->fds[FD_CONTROL], FRAME_HOOKS, NULL, 0) ? NULL : wait_for_go(s->fds[FD_CONTROL]);
	if (state == NULL)
		_exit(1);
	int result = hook_run_all(s->spec->hooks, "createContainer", state, NULL, NULL);
	free(state);
	return result;
}

/* A caller in the background ignores SIGINT and SIGQUIT; a container whose terminal says control-C must not. */
static void reset_signals(void)
{
	for (int number = 1; number < SIGRTMIN; number++)
		signal(number, SIG_DFL);
	sigset_t none;
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

/* A change of user takes it away. */
static int end_with_launcher(void)
{
	return prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) == 0 ? 0 : fail("cannot tie the sandbox to its launcher: %s", strerror(errno));
}

static bool is_host(const char *network)
{
	return network == NULL || strcmp(network, "host") == 0;
}

/* Whether the sandbox may come to use the host's sockets, as far as the operator has a say; what the image says takes away. */
static bool may_use_network(const struct sandbox *s)
{
	return is_host(s->options->network) && is_host(s->spec->network);
}

static _Noreturn void sandbox_main(struct sandbox *s)
{
	/* A launcher that died must not leave a child behind that nobody knows of, nor a container that nobody can lock. */
	close(s->control);
	close(s->lock);
	char *go = wait_for_go(s->fds[FD_CONTROL]);
	if (go == NULL)
		_exit(1);
	free(go);
	/* Nor one that goes on with hooks and mounts; the JVM sees the end of the control socket instead. */
	end_with_launcher();
	reset_signals();
	umask(022);
	int control = s->fds[FD_CONTROL];
	if (take_terminal(s) == 0 && apply_oom_score(s->spec) == 0 && privilege_hide() == 0 && join_namespaces(s->spec) == 0 &&
	    privilege_take_mapped_root(s->spec) == 0 && end_with_launcher() == 0 && apply_kernel_settings(s->spec) == 0 &&
	    join_mounts(s->spec) == 0 && run_container_hooks(s) == 0 && root_assemble(s) == 0 && root_pivot(s) == 0 &&
	    privilege_limit(s->spec) == 0 && privilege_drop(s->spec) == 0 && landlock_restrict(may_use_network(s)) == 0) {
		if (arrange_fds(s) == 0) {
			control = FD_CONTROL;
			/* The sentry takes the program's own umask off the modes that it asks the host for. */
			umask(0);
			prctl(PR_SET_PDEATHSIG, 0, 0, 0, 0);
			exec_sentry(s);
		} else {
			fail("cannot arrange the sandbox's files: %s", strerror(errno));
		}
	}
	frame_write(control, FRAME_FAILED, fail_message(), strlen(fail_message()));
	_exit(1);
}

/* Namespaces made by clone(2) itself; mount and cgroup ones are made later, see join_mounts. */
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
		int joined = open_namespace(pid_path, NS_PID);
		if (joined < 0)
			return -1;
		if (own < 0 || setns(joined, CLONE_NEWPID) != 0)
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
