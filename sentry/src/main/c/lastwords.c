/*
 * What is said when nothing else can be relied on: without locks, memory of the heap or waiting for ever. The
 * handlers here are signal handlers, so they call only what signal-safety(7) allows.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include "hostkernel.h"

#define PATIENCE_MILLIS 200
#define WORDS_MAX 3

struct words {
	int fd;
	size_t length;
	char text[HOST_WORDS_BYTES];
};

static struct words last_words[WORDS_MAX];
static int abort_status;
static int orders;

/* Never waits for a reader of a pipe or socket, nor for who else has a terminal open. */
static ssize_t write_some(int fd, const char *text, size_t length)
{
	struct stat status;
	struct iovec iov = { (void *)(uintptr_t)text, length };
	if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode))
		return write(fd, text, length);
	ssize_t written = pwritev2(fd, &iov, 1, -1, RWF_NOWAIT);
	if (written >= 0 || errno != EOPNOTSUPP)
		return written;
	return write(fd, text, length < PIPE_BUF ? length : PIPE_BUF);
}

int64_t host_say(int fd, const char *text, size_t length, int patience_millis)
{
	/* ppoll(2) and not poll(2): the sandbox's filter has the one that the rest of the sentry uses. */
	size_t done = 0;
	while (done < length) {
		struct timespec patience = { patience_millis / 1000, patience_millis % 1000 * 1000000L };
		struct pollfd room = { fd, POLLOUT, 0 };
		int ready = ppoll(&room, 1, &patience, NULL);
		if (ready < 0 && errno == EINTR)
			continue;
		if (ready <= 0 || (room.revents & POLLOUT) == 0)
			break;
		ssize_t written = write_some(fd, text + done, length - done);
		if (written < 0 && errno != EAGAIN && errno != EINTR)
			break;
		done += written > 0 ? (size_t)written : 0;
	}
	return (int64_t)done;
}

/* The JVM has written its report when it calls abort(3): with a handler this is not the end by a signal that it seems. */
static void on_abort(int number __attribute__((unused)))
{
	for (int i = 0; i < WORDS_MAX; i++)
		if (last_words[i].length > 0)
			host_say(last_words[i].fd, last_words[i].text, last_words[i].length, PATIENCE_MILLIS);
	_exit(abort_status);
}

int host_on_abort(int status)
{
	struct sigaction action = { .sa_handler = on_abort };
	sigfillset(&action.sa_mask);
	abort_status = status;
	return sigaction(SIGABRT, &action, NULL) == 0 ? 0 : -errno;
}

int host_last_words(int index, int fd, const char *text, size_t length)
{
	if (index < 0 || index >= WORDS_MAX || length > HOST_WORDS_BYTES)
		return -EINVAL;
	last_words[index].fd = fd;
	memcpy(last_words[index].text, text, length);
	last_words[index].length = length;
	return 0;
}

/*
 * A terminal's control-\ is the program's; the SIGQUIT that a process sends is how tools for Java ask for a dump or a
 * socket, and a program must not end by that.
 */
static void on_signal(int number, siginfo_t *info, void *context __attribute__((unused)))
{
	int saved_errno = errno;
	unsigned char order = (unsigned char)number;
	struct timespec at_once = { 0, 0 };
	struct pollfd room = { orders, POLLOUT, 0 };
	if ((number != SIGQUIT || info->si_code == SI_KERNEL) && ppoll(&room, 1, &at_once, NULL) == 1)
		(void)!write(orders, &order, 1);
	errno = saved_errno;
}

int host_signals_to(int fd)
{
	/* Those that end a program by default and that the JVM does not need itself. */
	static const int numbers[] = { SIGHUP,	SIGINT,	   SIGQUIT, SIGUSR1, SIGALRM, SIGTERM,
				       SIGSTKFLT, SIGXCPU, SIGVTALRM, SIGPROF, SIGPOLL, SIGPWR };
	struct sigaction action = { .sa_sigaction = on_signal, .sa_flags = SA_SIGINFO | SA_RESTART };
	sigfillset(&action.sa_mask);
	orders = fd;
	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
		if (sigaction(numbers[i], &action, NULL) != 0)
			return -errno;
	return 0;
}
