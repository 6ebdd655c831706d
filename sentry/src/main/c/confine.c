#define _GNU_SOURCE
#include "confine.h"

#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#include "hostkernel.h"
#include "result.h"

#define NAMES_BYTES_MAX 32768

/* What the handler of SIGSYS reads: filled before the filter is on. */
static char names[NAMES_BYTES_MAX];
static const char *name_of[CONFINE_CALLS_MAX];
static atomic_bool reported[CONFINE_CALLS_MAX];

static ssize_t read_whole(const char *path, void *out, size_t capacity)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0)
		return -errno;
	ssize_t length = read(fd, out, capacity);
	int outcome = length < 0 ? -errno : 0;
	close(fd);
	return outcome < 0 ? outcome : (size_t)length == capacity ? -EFBIG : length;
}

/* Once for each call: whoever is refused in a loop fills no log. */
static void report(int call)
{
	static const char unknown[] = "?";
	char line[128];
	if (call < 0 || call >= CONFINE_CALLS_MAX || atomic_exchange(&reported[call], true))
		return;
	const char *name = name_of[call] == NULL ? unknown : name_of[call];
	int length = snprintf(line, sizeof(line), "jwasm: the sandbox's filter denied the system call %s (%d)\n", name, call);
	if (write(STDERR_FILENO, line, (size_t)length) < 0)
		return;
}

/* SECCOMP_RET_TRAP lets the call return what its register holds. */
static void on_denied(int signal __attribute__((unused)), siginfo_t *info, void *context)
{
	ucontext_t *registers = context;
	int saved_errno = errno;
	report(info->si_syscall);
	errno = saved_errno;
#if defined(__x86_64__)
	registers->uc_mcontext.gregs[REG_RAX] = -EPERM;
#elif defined(__aarch64__)
	registers->uc_mcontext.regs[0] = (unsigned long long)-EPERM;
#else
#error "no register for a result is known"
#endif
}

static int read_names(const char *path)
{
	char *save = NULL;
	ssize_t length = read_whole(path, names, sizeof(names));
	if (length < 0)
		return (int)length;
	names[length] = '\0';
	for (char *line = strtok_r(names, "\n", &save); line != NULL; line = strtok_r(NULL, "\n", &save)) {
		char *name;
		long call = strtol(line, &name, 10);
		if (call >= 0 && call < CONFINE_CALLS_MAX && *name == ' ')
			name_of[call] = name + 1;
	}
	struct sigaction action = { .sa_sigaction = on_denied, .sa_flags = SA_SIGINFO | SA_RESTART | SA_NODEFER };
	return (int)result(sigaction(SIGSYS, &action, NULL));
}

int host_confine(const char *filter, const char *names_path)
{
	struct sock_filter program[BPF_MAXINSNS + 1];
	ssize_t length = read_whole(filter, program, sizeof(program));
	if (length < 0)
		return (int)length;
	if (length == 0 || (size_t)length % sizeof(*program) != 0)
		return -EINVAL;
	size_t count = (size_t)length / sizeof(*program);
	int outcome = names_path == NULL ? 0 : read_names(names_path);
	if (outcome < 0)
		return outcome;
	for (size_t i = 0; i < count; i++) {
		if (BPF_CLASS(program[i].code) == BPF_JMP && program[i].k == CONFINE_PID)
			program[i].k = (unsigned int)getpid();
		if (names_path != NULL && program[i].code == (BPF_RET | BPF_K) && program[i].k == (SECCOMP_RET_ERRNO | EPERM))
			program[i].k = SECCOMP_RET_TRAP;
	}
	struct sock_fprog whole = { (unsigned short)count, program };
	/* A positive result is a thread that has another filter already. */
	long loaded = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &whole);
	return loaded > 0 ? -EBUSY : (int)result(loaded);
}
