/*
 * The engine's end of --console-socket: listens on a unix socket, takes the pty master that comes with SCM_RIGHTS and
 * copies what the terminal prints to standard output, and standard input to the terminal, until the terminal is closed.
 *
 *   console SOCKET
 */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static void die(const char *what) {
  perror(what);
  exit(1);
}

static int receive_terminal(int connection) {
  char name[256];
  union {
    struct cmsghdr header;
    char bytes[CMSG_SPACE(sizeof(int))];
  } control;
  struct iovec vector = {name, sizeof name};
  struct msghdr message = {
      .msg_iov = &vector, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
  int terminal;
  if (recvmsg(connection, &message, 0) < 0) die("recvmsg");
  struct cmsghdr *first = CMSG_FIRSTHDR(&message);
  if (!first || first->cmsg_level != SOL_SOCKET || first->cmsg_type != SCM_RIGHTS) {
    fputs("no descriptor in the message\n", stderr);
    exit(1);
  }
  memcpy(&terminal, CMSG_DATA(first), sizeof terminal);
  return terminal;
}

/* 0 at the end of the input: a pty master whose last slave is closed says EIO. */
static int copy(int from, int to) {
  char buffer[4096];
  ssize_t count = read(from, buffer, sizeof buffer);
  if (count <= 0) return 0;
  for (ssize_t done = 0; done < count;) {
    ssize_t moved = write(to, buffer + done, (size_t)(count - done));
    if (moved < 0) die("write");
    done += moved;
  }
  return 1;
}

int main(int argc, char **argv) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  if (argc != 2 || snprintf(address.sun_path, sizeof address.sun_path, "%s.new", argv[1]) >= (int)sizeof address.sun_path) return 2;
  int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (listener < 0 || bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 1)) die("listen");
  /* Whoever waits for the name may connect as soon as it is there. */
  if (rename(address.sun_path, argv[1])) die("rename");
  int connection = accept(listener, NULL, NULL);
  if (connection < 0) die("accept");
  int terminal = receive_terminal(connection);
  close(connection);
  close(listener);
  if (!isatty(terminal)) {
    fputs("the descriptor is no terminal\n", stderr);
    return 1;
  }
  struct pollfd watched[] = {{terminal, POLLIN, 0}, {0, POLLIN, 0}};
  for (;;) {
    if (poll(watched, 2, -1) < 0 && errno != EINTR) die("poll");
    if (watched[0].revents && !copy(terminal, 1)) return 0;
    if (watched[1].revents && !copy(0, terminal)) watched[1].fd = -1;
  }
}
