#define _GNU_SOURCE
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "container.h"
#include "fail.h"

/* The terminal of the caller, while it relays to the container's. */
struct relay {
	int master; /* -1: no terminal */
	bool raw, input_open;
	struct termios saved;
};

static void relay_open(struct relay *relay, int master)
{
	*relay = (struct relay){ .master = master, .input_open = master >= 0 };
	struct winsize size;
	if (master < 0)
		return;
	if (ioctl(0, TIOCGWINSZ, &size) == 0)
		ioctl(master, TIOCSWINSZ, &size);
	if (tcgetattr(0, &relay->saved) != 0)
		return;
	struct termios raw = relay->saved;
	cfmakeraw(&raw);
	relay->raw = tcsetattr(0, TCSANOW, &raw) == 0;
}

static void relay_close(struct relay *relay)
{
	if (relay->raw)
		tcsetattr(0, TCSANOW, &relay->saved);
}

/* Copies what there is from one terminal to the other; false: nothing more will come. */
static bool copy(int from, int to)
{
	char buffer[8192];
	ssize_t length = read(from, buffer, sizeof(buffer));
	if (length < 0)
		return errno == EINTR || errno == EAGAIN;
	for (ssize_t done = 0; done < length;) {
		ssize_t count = write(to, buffer + done, (size_t)(length - done));
		if (count < 0 && errno != EINTR)
			return false;
		done += count > 0 ? count : 0;
	}
	return length > 0;
}

static void forward_signal(const struct creation *c, int signals, const struct relay *relay)
{
	struct signalfd_siginfo info;
	struct winsize size;
	if (read(signals, &info, sizeof(info)) != sizeof(info) || info.ssi_signo == SIGCHLD)
		return;
	if (info.ssi_signo == SIGWINCH && relay->master >= 0 && ioctl(0, TIOCGWINSZ, &size) == 0)
		ioctl(relay->master, TIOCSWINSZ, &size);
	/* A sandbox that ends at this moment no longer listens, which is no failure of ours. */
	if (container_order(&c->container, (unsigned char)info.ssi_signo))
		fail_clear();
}

static int wait_for_end(const struct creation *c, int signals)
{
	int status;
	struct relay relay;
	relay_open(&relay, c->console.master);
	for (;;) {
		struct pollfd fds[4] = { { c->sandbox.pidfd, POLLIN, 0 },
					 { signals, POLLIN, 0 },
					 { relay.master, POLLIN, 0 },
					 { relay.input_open ? 0 : -1, POLLIN, 0 } };
		if (poll(fds, 4, -1) < 0)
			continue;
		if (fds[1].revents != 0)
			forward_signal(c, signals, &relay);
		if (fds[2].revents != 0 && !copy(relay.master, 1))
			relay.master = -1;
		if (fds[3].revents != 0)
			relay.input_open = relay.master >= 0 && copy(0, relay.master);
		/* The end comes last: what the guest had written before it must still be shown. */
		if (fds[0].revents != 0 && (relay.master < 0 || fds[2].revents == 0))
			break;
	}
	relay_close(&relay);
	waitpid(c->sandbox.pid, &status, 0);
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

int container_run(const struct options *o, const char *home, bool *malformed, int *status)
{
	struct creation c;
	sigset_t all;
	sigfillset(&all);
	int signals = signalfd(-1, &all, SFD_CLOEXEC);
	*status = 0;
	if (container_create(&c, o, home, malformed))
		return -1;
	if (!o->detach)
		sigprocmask(SIG_BLOCK, &all, NULL);
	if (start_locked(&c.container)) {
		delete_locked(&c.container);
		return -1;
	}
	if (o->detach)
		return 0;
	close(c.container.lock);
	*status = wait_for_end(&c, signals);
	if (o->keep)
		return 0;
	/* Someone else may have deleted it meanwhile, which is as good. */
	struct container again;
	bool missing;
	if (store_open(&again, o->root, o->id, &missing) == 0)
		return delete_locked(&again);
	if (missing)
		fail_clear();
	return missing ? 0 : -1;
}
