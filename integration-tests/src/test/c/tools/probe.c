/*
 * What a sentry that was taken over could still do: an agent inside the sandbox's Java that waits until the sandbox has
 * confined itself and then tries, on every thread, what must not succeed. It is put into a copy of the distribution and
 * loaded by -agentpath:/probe.so=WHAT; no distribution holds it.
 *
 * WHAT is "all", for every attempt that is to be refused, or the name of one that is to end the sandbox or to hide it. On
 * stderr:
 *   probe: thread TID: N attempts
 *   probe: thread TID: NAME succeeded
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#define SIGNAL_PROBE (SIGRTMIN + 7)
#define TIDS_MAX 4096

static char wanted[64];
static atomic_bool seen[TIDS_MAX];
static atomic_bool done;
static int descriptors[2];

static void say(const char *format, ...)
{
	char line[160];
	va_list args;
	va_start(args, format);
	int length = vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	if (write(2, line, (size_t)length) < 0)
		_exit(3);
}

/* The raw result: this runs in a signal handler of any thread of the JVM, whose errno is not ours. */
static long call(long number, long a, long b, long c, long d, long e, long f)
{
	long result;
#if defined(__x86_64__)
	register long r10 __asm__("r10") = d;
	register long r8 __asm__("r8") = e;
	register long r9 __asm__("r9") = f;
	__asm__ volatile("syscall" : "=a"(result) : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
			 : "rcx", "r11", "memory");
#elif defined(__aarch64__)
	register long x8 __asm__("x8") = number;
	register long x0 __asm__("x0") = a;
	register long x1 __asm__("x1") = b;
	register long x2 __asm__("x2") = c;
	register long x3 __asm__("x3") = d;
	register long x4 __asm__("x4") = e;
	register long x5 __asm__("x5") = f;
	__asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5) : "memory");
	result = x0;
#endif
	return result;
}

#define CALL(name, ...) CALL_(SYS_##name, ##__VA_ARGS__, 0, 0, 0, 0, 0, 0)
#define CALL_(number, a, b, c, d, e, f, ...) call(number, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), (long)(f))

#define ATTEMPT(name, expression) \
	static long try_##name(void) \
	{ \
		return expression; \
	}

/* Files: nothing of the host has a name, and of the image and of what is mounted nothing changes. */
static const char *const forbidden_reads[] = {
	"/etc/passwd", "/etc/shadow", "/proc/self/maps", "/proc/1/environ", "/proc/self/exe", "/proc/sys/kernel/hostname",
	"/sys/kernel/uevent_helper", "/dev/mem", "/dev/kmsg", "/dev/null", "/run/jwasm", "/var/run/docker.sock", "/home", "/root",
	"/usr/bin/env", "/bin/sh", "/../../etc/passwd", "/fs/../../etc/passwd", "/fs/0/../../../../etc/passwd", "../etc/passwd",
	"/fs/0/dev/sda", "/fs/0/link-to-host",
};

static long opened(long fd)
{
	if (fd >= 0)
		CALL(close, fd);
	return fd;
}

static long try_read_the_host(void)
{
	struct open_how how = { .flags = O_RDONLY };
	long worst = -ENOENT;
	for (size_t i = 0; i < sizeof(forbidden_reads) / sizeof(*forbidden_reads); i++) {
		long result = opened(CALL(openat, AT_FDCWD, forbidden_reads[i], O_RDONLY | O_NONBLOCK));
		long second = opened(CALL(openat2, AT_FDCWD, forbidden_reads[i], &how, sizeof(how)));
		if (result >= 0 || second >= 0)
			worst = 0;
	}
	return worst;
}

static const char *const forbidden_writes[] = {
	"/probe-made", "/jre/probe-made", "/jre/bin/java", "/jre/lib/modules", "/lib/libhostkernel.so", "/sandbox.jar", "/sentry.aot",
	"/sentry.options", "/seccomp/none", "/fs/probe-made", "/fs/readonly/file",
};

static long try_write_the_image(void)
{
	long worst = -ENOENT;
	for (size_t i = 0; i < sizeof(forbidden_writes) / sizeof(*forbidden_writes); i++)
		if (opened(CALL(openat, AT_FDCWD, forbidden_writes[i], O_WRONLY | O_CREAT, 0644)) >= 0 ||
		    CALL(unlinkat, AT_FDCWD, forbidden_writes[i], 0) == 0 || CALL(mkdirat, AT_FDCWD, forbidden_writes[i], 0755) == 0)
			worst = 0;
	return worst;
}

ATTEMPT(link_the_image_into_the_container, CALL(linkat, AT_FDCWD, "/jre/bin/java", AT_FDCWD, "/fs/0/java", 0))
ATTEMPT(rename_over_the_image, CALL(renameat2, AT_FDCWD, "/fs/0/hello.wasm", AT_FDCWD, "/sandbox.jar", 0))
ATTEMPT(chmod, CALL(fchmodat, AT_FDCWD, "/fs/0", 0777))
ATTEMPT(fchmod, CALL(fchmod, 3, 04777))
ATTEMPT(chown, CALL(fchownat, AT_FDCWD, "/fs/0", 0, 0, 0))
ATTEMPT(setxattr, CALL(setxattr, "/fs/0", "user.probe", "1", 1, 0))
ATTEMPT(chdir, CALL(chdir, "/fs"))
ATTEMPT(fchdir, CALL(fchdir, 3))
ATTEMPT(inotify, CALL(inotify_init1, 0))
ATTEMPT(fanotify, CALL(fanotify_init, 0, 0))
ATTEMPT(make_a_socket_file, CALL(mknod, "/fs/0/socket", S_IFSOCK | 0600, 0))
ATTEMPT(duplicate_a_descriptor, CALL(dup3, 3, 200, 0))
ATTEMPT(memory_file, CALL(memfd_create, "probe", 0))
ATTEMPT(secret_memory, CALL(memfd_secret, 0))
ATTEMPT(copy_file_range, CALL(copy_file_range, 3, NULL, 4, NULL, 1, 0))
ATTEMPT(sendfile, CALL(sendfile, 1, 10, NULL, 1))
ATTEMPT(splice, CALL(splice, 3, NULL, 4, NULL, 1, 0))
ATTEMPT(terminal_input, CALL(ioctl, 3, 0x5412, "x"))
ATTEMPT(terminal_size, CALL(ioctl, 3, 0x5414, "xxxxxxxx"))
ATTEMPT(seal, CALL(fcntl, 8, 1033, 8))
ATTEMPT(lease, CALL(fcntl, 3, 1024, 0))
/* The operator's log is descriptor 11, also to the kernel that takes an int of a register of 64 bits. */
ATTEMPT(truncate_the_log, CALL(ftruncate, 11, 0))
ATTEMPT(truncate_the_log_by_a_long_number, CALL(ftruncate, 0x10000000bL, 0))
ATTEMPT(punch_the_log, CALL(fallocate, 11, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, 4096))
ATTEMPT(punch_the_log_by_a_long_number, CALL(fallocate, 0x10000000bL, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, 4096))
ATTEMPT(overwrite_the_log, CALL(fcntl, 11, F_SETFL, 0))
ATTEMPT(overwrite_the_log_by_a_long_number, CALL(fcntl, 0x10000000bL, F_SETFL, 0))
ATTEMPT(allocate_in_the_sandbox_log, CALL(fallocate, 2, FALLOC_FL_KEEP_SIZE, 0, 4096))
ATTEMPT(own_signals_of_a_file, CALL(fcntl, 3, 8, 1))

/* Executable memory and processes. */
ATTEMPT(map_executable, CALL(mmap, 0, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0))
ATTEMPT(map_the_library_executable, CALL(mmap, 0, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE, 8, 0))
static long try_make_executable(void)
{
	long page = CALL(mmap, 0, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	return CALL(mprotect, page, 4096, PROT_READ | PROT_EXEC);
}
ATTEMPT(key_protected_memory, CALL(pkey_mprotect, 0, 4096, PROT_EXEC, -1))
ATTEMPT(clone_a_process, CALL(clone, SIGCHLD, 0, 0, 0, 0))
ATTEMPT(clone_as_vfork, CALL(clone, CLONE_VM | CLONE_VFORK | SIGCHLD, 0, 0, 0, 0))
ATTEMPT(clone_into_a_namespace, CALL(clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0))
ATTEMPT(clone3, CALL(clone3, NULL, 0))
ATTEMPT(signal_everybody, CALL(kill, -1, 0))
ATTEMPT(signal_the_first_process, CALL(kill, 1, 0))
ATTEMPT(signal_a_thread_of_another, CALL(tgkill, getppid() + 100000, 1, 0))
ATTEMPT(signal_by_thread, CALL(tkill, 1, 0))
ATTEMPT(queue_a_signal, CALL(rt_sigqueueinfo, 1, 0, NULL))
ATTEMPT(open_a_process, CALL(pidfd_open, 1, 0))
ATTEMPT(wait, CALL(wait4, -1, NULL, 1, NULL))

/* Identity, limits, policy. */
ATTEMPT(setuid, CALL(setuid, 0))
ATTEMPT(setgid, CALL(setgid, 0))
ATTEMPT(setgroups, CALL(setgroups, 0, NULL))
ATTEMPT(setresuid, CALL(setresuid, 0, 0, 0))
ATTEMPT(setfsuid, CALL(setfsuid, 0))
ATTEMPT(capset, CALL(capset, NULL, NULL))
ATTEMPT(capget, CALL(capget, NULL, NULL))
ATTEMPT(dumpable, CALL(prctl, PR_SET_DUMPABLE, 1))
ATTEMPT(keep_capabilities, CALL(prctl, PR_SET_KEEPCAPS, 1))
ATTEMPT(ambient_capability, CALL(prctl, PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, 1))
ATTEMPT(drop_new_privs, CALL(prctl, PR_SET_NO_NEW_PRIVS, 0))
ATTEMPT(filter_by_prctl, CALL(prctl, PR_SET_SECCOMP, SECCOMP_MODE_STRICT))
ATTEMPT(filter, CALL(seccomp, SECCOMP_GET_ACTION_AVAIL, 0, NULL))
ATTEMPT(raise_limits, CALL(prlimit64, 0, 7, NULL, NULL))
ATTEMPT(priority, CALL(setpriority, 0, 0, -5))
ATTEMPT(realtime, CALL(sched_setscheduler, 0, SCHED_OTHER, NULL))
ATTEMPT(affinity, CALL(sched_setaffinity, 0, 8, "\xff\0\0\0\0\0\0"))
ATTEMPT(umask, CALL(umask, 0))
ATTEMPT(session, CALL(setsid))
ATTEMPT(lock_memory, CALL(mlockall, 1))
ATTEMPT(arch_prctl, CALL(arch_prctl, 0x1003, NULL))
ATTEMPT(modify_ldt, CALL(modify_ldt, 0, NULL, 0))
ATTEMPT(landlock, CALL(landlock_create_ruleset, NULL, 0, 1))

/* Other processes' memory and messages, and the network. */
ATTEMPT(shared_memory, CALL(shmget, 1, 4096, 01600))
ATTEMPT(message_queue, CALL(msgget, 1, 01600))
ATTEMPT(semaphore, CALL(semget, 1, 1, 01600))
ATTEMPT(posix_queue, CALL(mq_open, "probe", O_CREAT | O_RDWR, 0600, NULL))
ATTEMPT(pipe, CALL(pipe2, descriptors, 0))
ATTEMPT(socket_inet, opened(CALL(socket, AF_INET, SOCK_STREAM, 0)))
ATTEMPT(socket_inet6, opened(CALL(socket, AF_INET6, SOCK_DGRAM, 0)))
ATTEMPT(socket_unix, opened(CALL(socket, AF_UNIX, SOCK_STREAM, 0)))
ATTEMPT(socket_netlink, opened(CALL(socket, AF_NETLINK, SOCK_RAW, 0)))
ATTEMPT(socket_packet, opened(CALL(socket, AF_PACKET, SOCK_RAW, 0)))
ATTEMPT(socket_vsock, opened(CALL(socket, 40, SOCK_STREAM, 0)))
ATTEMPT(socket_alg, opened(CALL(socket, 38, SOCK_SEQPACKET, 0)))
ATTEMPT(socket_pair, CALL(socketpair, AF_UNIX, SOCK_STREAM, 0, descriptors))
ATTEMPT(send_a_descriptor, CALL(sendmsg, 3, NULL, 0))
ATTEMPT(receive_a_descriptor, CALL(recvmsg, 3, NULL, 0))

/* Of what the sandbox is known by: the descriptor of orders, and the first thread, without which /proc shows a zombie. */
static long try_hide_descriptor(void)
{
	static atomic_bool hidden;
	if (atomic_exchange(&hidden, true))
		return -EBADF;
	/* Something else takes its number, which whoever reads orders waits for in vain; 6 is free once the launcher is gone. */
	CALL(close, 7);
	long taken;
	do
		taken = CALL(eventfd2, 0, 0);
	while (taken >= 0 && taken < 7);
	return taken;
}
ATTEMPT(hide_thread, CALL(gettid) == CALL(getpid) ? CALL(exit, 0) : -EBADF)

/* What ends the sandbox. */
ATTEMPT(kill_execve, CALL(execve, "/jre/bin/java", NULL, NULL))
ATTEMPT(kill_execveat, CALL(execveat, AT_FDCWD, "/jre/bin/java", NULL, NULL, 0))
#ifdef SYS_fork
ATTEMPT(kill_fork, CALL(fork))
ATTEMPT(kill_vfork, CALL(vfork))
#endif
ATTEMPT(kill_ptrace, CALL(ptrace, 16, 1, 0, 0))
ATTEMPT(kill_process_vm_readv, CALL(process_vm_readv, 1, NULL, 0, NULL, 0, 0))
ATTEMPT(kill_process_vm_writev, CALL(process_vm_writev, 1, NULL, 0, NULL, 0, 0))
ATTEMPT(kill_pidfd_getfd, CALL(pidfd_getfd, 0, 0, 0))
ATTEMPT(kill_mount, CALL(mount, "none", "/fs", "tmpfs", 0, NULL))
ATTEMPT(kill_umount, CALL(umount2, "/fs", 0))
ATTEMPT(kill_pivot_root, CALL(pivot_root, "/", "/"))
ATTEMPT(kill_chroot, CALL(chroot, "/fs"))
ATTEMPT(kill_open_tree, CALL(open_tree, AT_FDCWD, "/", 1))
ATTEMPT(kill_move_mount, CALL(move_mount, 0, "", 0, "", 0))
ATTEMPT(kill_fsopen, CALL(fsopen, "proc", 0))
ATTEMPT(kill_mount_setattr, CALL(mount_setattr, AT_FDCWD, "/", 0, NULL, 0))
ATTEMPT(kill_unshare, CALL(unshare, CLONE_NEWUSER))
ATTEMPT(kill_setns, CALL(setns, 3, 0))
ATTEMPT(kill_bpf, CALL(bpf, 0, NULL, 0))
ATTEMPT(kill_io_uring, CALL(io_uring_setup, 1, NULL))
ATTEMPT(kill_perf, CALL(perf_event_open, NULL, 0, 0, 0, 0))
ATTEMPT(kill_userfaultfd, CALL(userfaultfd, 0))
ATTEMPT(kill_keyctl, CALL(keyctl, 0, 0, 0, 0, 0))
ATTEMPT(kill_add_key, CALL(add_key, "user", "a", "b", 1, 0))
ATTEMPT(kill_init_module, CALL(init_module, NULL, 0, ""))
ATTEMPT(kill_finit_module, CALL(finit_module, 3, "", 0))
ATTEMPT(kill_delete_module, CALL(delete_module, "probe", 0))
ATTEMPT(kill_kexec, CALL(kexec_load, 0, 0, NULL, 0))
ATTEMPT(kill_reboot, CALL(reboot, 0, 0, 0, NULL))
ATTEMPT(kill_clock, CALL(clock_settime, 0, NULL))
ATTEMPT(kill_hostname, CALL(sethostname, "probe", 5))
ATTEMPT(kill_syslog, CALL(syslog, 3, NULL, 0))
ATTEMPT(kill_handle, CALL(open_by_handle_at, 3, NULL, 0))
ATTEMPT(kill_mknod, CALL(mknodat, AT_FDCWD, "/fs/0/null", S_IFCHR | 0666, 0x103))
ATTEMPT(kill_personality, CALL(personality, 0x0040000))

#define LIST(name) { #name, try_##name }
static const struct {
	const char *name;
	long (*run)(void);
} attempts[] = {
	LIST(read_the_host), LIST(write_the_image), LIST(link_the_image_into_the_container), LIST(rename_over_the_image), LIST(chmod),
	LIST(fchmod), LIST(chown), LIST(setxattr), LIST(chdir), LIST(fchdir), LIST(inotify), LIST(fanotify), LIST(make_a_socket_file),
	LIST(duplicate_a_descriptor), LIST(memory_file), LIST(secret_memory), LIST(copy_file_range), LIST(sendfile), LIST(splice),
	LIST(terminal_input), LIST(terminal_size), LIST(seal), LIST(lease), LIST(own_signals_of_a_file), LIST(truncate_the_log),
	LIST(truncate_the_log_by_a_long_number), LIST(punch_the_log), LIST(punch_the_log_by_a_long_number),
	LIST(overwrite_the_log), LIST(overwrite_the_log_by_a_long_number), LIST(allocate_in_the_sandbox_log), LIST(map_executable),
	LIST(map_the_library_executable), LIST(make_executable), LIST(key_protected_memory), LIST(clone_a_process),
	LIST(clone_as_vfork), LIST(clone_into_a_namespace), LIST(clone3), LIST(signal_everybody), LIST(signal_the_first_process),
	LIST(signal_a_thread_of_another), LIST(signal_by_thread), LIST(queue_a_signal), LIST(open_a_process), LIST(wait), LIST(setuid),
	LIST(setgid), LIST(setgroups), LIST(setresuid), LIST(setfsuid), LIST(capset), LIST(capget), LIST(dumpable),
	LIST(keep_capabilities), LIST(ambient_capability), LIST(drop_new_privs), LIST(filter_by_prctl), LIST(filter),
	LIST(raise_limits), LIST(priority), LIST(realtime), LIST(affinity), LIST(umask), LIST(session), LIST(lock_memory),
	LIST(arch_prctl), LIST(modify_ldt), LIST(landlock), LIST(shared_memory), LIST(message_queue), LIST(semaphore),
	LIST(posix_queue), LIST(pipe), LIST(socket_inet), LIST(socket_inet6), LIST(socket_unix), LIST(socket_netlink),
	LIST(socket_packet), LIST(socket_vsock), LIST(socket_alg), LIST(socket_pair), LIST(send_a_descriptor),
	LIST(receive_a_descriptor), LIST(hide_descriptor), LIST(hide_thread), LIST(kill_execve), LIST(kill_execveat),
#ifdef SYS_fork
	LIST(kill_fork), LIST(kill_vfork),
#endif
	LIST(kill_ptrace), LIST(kill_process_vm_readv), LIST(kill_process_vm_writev), LIST(kill_pidfd_getfd), LIST(kill_mount),
	LIST(kill_umount), LIST(kill_pivot_root), LIST(kill_chroot), LIST(kill_open_tree), LIST(kill_move_mount), LIST(kill_fsopen),
	LIST(kill_mount_setattr), LIST(kill_unshare), LIST(kill_setns), LIST(kill_bpf), LIST(kill_io_uring), LIST(kill_perf),
	LIST(kill_userfaultfd), LIST(kill_keyctl), LIST(kill_add_key), LIST(kill_init_module), LIST(kill_finit_module),
	LIST(kill_delete_module), LIST(kill_kexec), LIST(kill_reboot), LIST(kill_clock), LIST(kill_hostname), LIST(kill_syslog),
	LIST(kill_handle), LIST(kill_mknod), LIST(kill_personality),
};

static void on_probe(int signal)
{
	(void)signal;
	int tid = (int)CALL(gettid), count = 0;
	bool one = strcmp(wanted, "all") != 0;
	for (size_t i = 0; i < sizeof(attempts) / sizeof(*attempts); i++) {
		bool apart = strncmp(attempts[i].name, "kill_", 5) == 0 || strncmp(attempts[i].name, "hide_", 5) == 0;
		if (one ? strcmp(attempts[i].name, wanted) != 0 : apart)
			continue;
		count++;
		long result = attempts[i].run();
		if (result >= 0)
			say("probe: thread %d: %s succeeded\n", tid, attempts[i].name);
		if (one)
			say("probe: thread %d: %s returned %ld\n", tid, attempts[i].name, result);
	}
	say("probe: thread %d: %d attempts\n", tid, count);
	if (tid < TIDS_MAX)
		atomic_store(&seen[tid], true);
	atomic_store(&done, true);
}

/* Until the filter is on, prctl(2) tells; afterwards only the names of threads are left of it. */
static bool confined(void)
{
	return prctl(PR_GET_DUMPABLE) < 0 && errno == EPERM;
}

/* Visits every thread that it has not seen; numbers are small in a pid namespace of its own. */
static _Noreturn void visit(void)
{
	struct timespec pause = { 0, 1000000 };
	int own = (int)CALL(gettid);
	while (!confined())
		nanosleep(&pause, NULL);
	for (;;) {
		for (int tid = 1; tid < TIDS_MAX; tid++) {
			if (tid == own || atomic_load(&seen[tid]))
				continue;
			atomic_store(&done, false);
			if (CALL(tgkill, getpid(), tid, SIGNAL_PROBE) != 0)
				continue;
			/* One after the other, so that lines are whole; a thread that ends first never answers. */
			for (int i = 0; i < 1000 && !atomic_load(&done); i++)
				nanosleep(&pause, NULL);
		}
		if (!atomic_load(&seen[own]))
			on_probe(0);
		nanosleep(&pause, NULL);
	}
}

static void *visitor(void *unused)
{
	(void)unused;
	visit();
}

__attribute__((visibility("default"))) int32_t Agent_OnLoad(void *vm, char *options, void *reserved)
{
	pthread_t thread;
	struct sigaction action = { .sa_handler = on_probe, .sa_flags = SA_RESTART };
	(void)vm, (void)reserved;
	snprintf(wanted, sizeof(wanted), "%s", options == NULL ? "all" : options);
	sigaction(SIGNAL_PROBE, &action, NULL);
	return pthread_create(&thread, NULL, visitor, NULL);
}
