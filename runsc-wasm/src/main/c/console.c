#define _GNU_SOURCE
#include "console.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "fail.h"
#include "path.h"

int console_open(struct console *console, unsigned short rows, unsigned short columns, uid_t owner)
{
	struct winsize size = { rows, columns, 0, 0 };
	console->master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (console->master < 0 || unlockpt(console->master) != 0)
		return fail("cannot make a terminal from /dev/ptmx: %s", strerror(errno));
	console->slave = ioctl(console->master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
	if (console->slave < 0)
		return fail("cannot open the container's side of the terminal: %s", strerror(errno));
	if (rows != 0 && columns != 0)
		ioctl(console->master, TIOCSWINSZ, &size);
	if (owner != geteuid() && fchown(console->slave, owner, (gid_t)-1) != 0)
		return fail("cannot give the terminal to user %u: %s", owner, strerror(errno));
	return 0;
}

/* Connects to what the path was resolved to once, which may be longer than the 107 bytes of an address. */
static int connect_to(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	struct stat status;
	int found = path_open(AT_FDCWD, path, O_PATH, 0);
	if (found < 0 || fstat(found, &status) != 0)
		return fail("cannot connect to the socket %s: %s", path, strerror(errno));
	snprintf(address.sun_path, sizeof(address.sun_path), "/proc/self/fd/%d", found);
	int fd = S_ISSOCK(status.st_mode) ? socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0) : -1;
	if (S_ISSOCK(status.st_mode) && fd >= 0 && connect(fd, (struct sockaddr *)&address, sizeof(address)) == 0) {
		close(found);
		return fd;
	}
	fail("cannot connect to the socket %s: %s", path, S_ISSOCK(status.st_mode) ? strerror(errno) : "it is not a socket");
	if (fd >= 0)
		close(fd);
	close(found);
	return -1;
}

int console_send(const char *path, const char *name, int fd)
{
	int socket_fd = connect_to(path);
	if (socket_fd < 0)
		return -1;
	union {
		struct cmsghdr header;
		char space[CMSG_SPACE(sizeof(int))];
	} control = { .space = { 0 } };
	struct iovec text = { (void *)name, strlen(name) };
	struct msghdr message = { .msg_iov = &text, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof(control) };
	struct cmsghdr *rights = CMSG_FIRSTHDR(&message);
	rights->cmsg_level = SOL_SOCKET;
	rights->cmsg_type = SCM_RIGHTS;
	rights->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(rights), &fd, sizeof(int));
	ssize_t sent = sendmsg(socket_fd, &message, MSG_NOSIGNAL);
	int saved_errno = errno;
	close(socket_fd);
	return sent < 0 ? fail("cannot send to the socket %s: %s", path, strerror(saved_errno)) : 0;
}
