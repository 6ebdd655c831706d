/*
 * httpd DIRECTORY [PORT] - an HTTP/1.1 server of one thread for static files and echoes:
 *
 *   GET /hello        a small body
 *   GET /file/NAME    a file of the directory
 *   POST /echo        the body of the request
 *
 * The listening socket is the first after standard error that it was given (LISTEN_FDS); natively, and over WasmEdge's extension, it
 * makes one itself. Whatever a peer does, a connection has at most one struct buffers, and none while nothing is on its way.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>
#include "../stop.h"
#if defined(WASMEDGE) || !defined(__wasi__)
#include "sockets.h"
#endif

enum { FIRST = 3, INPUT = 8192, OUTPUT = 16384, CHUNK = 65536, TURNS = 16, BACKLOG = 4096 };

struct buffers {
  unsigned in_used, out_begin, out_end;
  char in[INPUT], out[OUTPUT];
};

struct connection {
  struct buffers *buffers; /* while something is in them */
  int file;                /* being sent, or -1 */
  long long offset, end;   /* of the file */
  long long echo;          /* bytes of the request's body that are still to come, and to be sent */
  char eof, last, draining;
};

static const char *directory;
static struct pollfd *polls; /* the listening socket first */
static struct connection *connections;
static int count, room;
static int full; /* 1 while there is no descriptor for another connection */

static void grow(void) {
  if (count < room) return;
  room = room ? room * 2 : 64;
  polls = realloc(polls, (size_t)room * sizeof *polls);
  connections = realloc(connections, (size_t)room * sizeof *connections);
  if (!polls || !connections) abort();
}

static void add(int fd) {
  grow();
  polls[count] = (struct pollfd){.fd = fd, .events = POLLIN};
  connections[count++] = (struct connection){.file = -1};
}

/* The last one takes its place. */
static void drop(int i) {
  struct connection *c = &connections[i];
  if (c->file >= 0) close(c->file);
  free(c->buffers);
  close(polls[i].fd);
  count--;
  polls[i] = polls[count];
  connections[i] = connections[count];
  full = 0;
}

static void respond(struct connection *c, const char *status, long long length, const char *body) {
  struct buffers *b = c->buffers;
  int n = snprintf(b->out + b->out_end, OUTPUT - b->out_end, "HTTP/1.1 %s\r\nContent-Length: %lld\r\n%s\r\n%s", status, length,
                   c->last ? "Connection: close\r\n" : "", body);
  b->out_end += (unsigned)n;
}

static void refuse(struct connection *c, const char *status) {
  c->last = 1;
  respond(c, status, 0, "");
}

static void send_file(struct connection *c, const char *name) {
  char path[512];
  struct stat stat;
  snprintf(path, sizeof path, "%s/%s", directory, name);
  int fd = strchr(name, '/') || name[0] == '.' ? -1 : open(path, O_RDONLY);
  if (fd >= 0 && fstat(fd, &stat) == 0 && S_ISREG(stat.st_mode)) {
    c->file = fd;
    c->offset = 0;
    c->end = stat.st_size;
    respond(c, "200 OK", stat.st_size, "");
    return;
  }
  if (fd >= 0) close(fd);
  respond(c, "404 Not Found", 10, "not found\n");
}

/* The value of a header, or 0; the header's lines end with a zero each. */
static const char *header(const char *lines, const char *end, const char *name) {
  size_t length = strlen(name);
  for (const char *line = lines; line < end; line += strlen(line) + 2) {
    if (strncasecmp(line, name, length) == 0 && line[length] == ':') {
      for (line += length + 1; *line == ' '; line++) {
      }
      return line;
    }
  }
  return 0;
}

/* Answers the request at the beginning of the input; 0 when it is not complete or there is no room to answer. */
static int request(struct connection *c) {
  struct buffers *b = c->buffers;
  if (OUTPUT - b->out_end < 512) return 0;
  char *begin = b->in, *end = memmem(begin, b->in_used, "\r\n\r\n", 4);
  if (!end) {
    if (b->in_used == INPUT) {
      refuse(c, "431 Request Header Fields Too Large");
      return 1;
    }
    return 0;
  }
  unsigned size = (unsigned)(end + 4 - begin);
  for (char *p = begin; (p = memmem(p, (size_t)(end + 2 - p), "\r\n", 2)); p += 2) *p = 0;
  char *method = begin, *path = strchr(begin, ' '), *version = path ? strchr(path + 1, ' ') : 0;
  if (!version) {
    refuse(c, "400 Bad Request");
    return 1;
  }
  *path++ = *version++ = 0;
  const char *lines = version + strlen(version) + 2;
  const char *connection = header(lines, end, "Connection"), *length = header(lines, end, "Content-Length");
  long long body = length ? strtoll(length, 0, 10) : 0;
  c->last = connection ? strcasecmp(connection, "close") == 0 : strcmp(version, "HTTP/1.0") == 0;
  if (body < 0 || header(lines, end, "Transfer-Encoding")) refuse(c, "501 Not Implemented");
  else if (strcmp(method, "POST") == 0 && strcmp(path, "/echo") == 0) {
    c->echo = body;
    respond(c, "200 OK", body, "");
  } else if (body) refuse(c, "400 Bad Request");
  else if (strcmp(method, "GET")) refuse(c, "405 Method Not Allowed");
  else if (strcmp(path, "/hello") == 0) respond(c, "200 OK", 12, "hello world\n");
  else if (strncmp(path, "/file/", 6) == 0) send_file(c, path + 6);
  else respond(c, "404 Not Found", 10, "not found\n");
  b->in_used -= size;
  memmove(b->in, b->in + size, b->in_used);
  return 1;
}

/* Moves what there is of a body from the input to the output. */
static void echo(struct connection *c) {
  struct buffers *b = c->buffers;
  unsigned length = OUTPUT - b->out_end;
  if (length > b->in_used) length = b->in_used;
  if (length > c->echo) length = (unsigned)c->echo;
  memcpy(b->out + b->out_end, b->in, length);
  b->out_end += length;
  b->in_used -= length;
  memmove(b->in, b->in + length, b->in_used);
  c->echo -= length;
}

static int again(void) { return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR; }

/* Sends what is in the output; 1 when all of it is gone, -1 when the peer is. */
static int flush(int fd, struct buffers *b) {
  while (b->out_begin < b->out_end) {
    ssize_t n = write(fd, b->out + b->out_begin, b->out_end - b->out_begin);
    if (n < 0) return again() ? 0 : -1;
    b->out_begin += (unsigned)n;
  }
  b->out_begin = b->out_end = 0;
  return 1;
}

/* Sends some of the file; 1 when it is finished, -1 when the peer, or the file, is. */
static int stream(int fd, struct connection *c) {
  static char chunk[CHUNK];
  for (int turn = 0; turn < TURNS && c->offset < c->end; turn++) {
    ssize_t n = pread(c->file, chunk, CHUNK, c->offset);
    if (n <= 0) return -1;
    ssize_t sent = write(fd, chunk, (size_t)n);
    if (sent < 0) return again() ? 0 : -1;
    c->offset += sent;
    if (sent < n) return 0;
  }
  if (c->offset < c->end) return 0;
  close(c->file);
  c->file = -1;
  return 1;
}

/* Reads once; -1 when the connection is broken. */
static int receive(int i) {
  struct connection *c = &connections[i];
  static char nothing[INPUT];
  if (!c->draining && !c->buffers) {
    c->buffers = malloc(sizeof *c->buffers);
    if (!c->buffers) return -1;
    c->buffers->in_used = c->buffers->out_begin = c->buffers->out_end = 0;
  }
  unsigned used = c->draining ? 0 : c->buffers->in_used;
  if (used == INPUT) return 0;
  ssize_t n = read(polls[i].fd, c->draining ? nothing : c->buffers->in + used, INPUT - used);
  if (n < 0) return again() ? 0 : -1;
  if (n == 0) c->eof = 1;
  else if (!c->draining) c->buffers->in_used += (unsigned)n;
  return 0;
}

/* Goes on with all that can be done without waiting; -1 when the connection has ended. */
static int proceed(int i) {
  struct connection *c = &connections[i];
  int fd = polls[i].fd;
  if (c->draining || !c->buffers) return c->eof ? -1 : 0;
  for (;;) {
    struct buffers *b = c->buffers;
    while (c->file < 0 && c->echo == 0 && !c->last && request(c)) {
    }
    if (c->echo) echo(c);
    int done = flush(fd, b);
    if (done == 1 && c->file >= 0) done = stream(fd, c);
    if (done < 0) return -1;
    if (done == 0) {
      /* What is not taken is not added to. */
      polls[i].events = POLLOUT;
      return 0;
    }
    if (c->echo ? b->in_used : b->in_used && !c->last && memmem(b->in, b->in_used, "\r\n\r\n", 4)) continue;
    break;
  }
  polls[i].events = POLLIN;
  if (c->eof) return -1;
  if (c->last && !c->echo) {
    c->draining = 1;
    shutdown(fd, SHUT_WR);
  }
  if (c->draining || (c->buffers->in_used == 0 && !c->echo)) {
    free(c->buffers);
    c->buffers = 0;
  }
  return 0;
}

static void accept_all(void) {
  for (;;) {
#ifdef WASMEDGE
    int fd = accept_from(polls[0].fd);
    if (fd >= 0) fcntl(fd, F_SETFL, O_NONBLOCK);
#else
    int fd = accept4(polls[0].fd, 0, 0, SOCK_NONBLOCK);
#endif
    if (fd >= 0) add(fd);
    else full = errno == EMFILE || errno == ENFILE;
    if (fd < 0 && errno != ECONNABORTED) return;
  }
}

#if defined(WASMEDGE) || !defined(__wasi__)
static int listening(int argc, char **argv) {
  struct address any = {.length = 4};
  int fd = open_socket(&any, STREAM);
  if (fd < 0 || bind_to(fd, &any, argc > 2 ? atoi(argv[2]) : 8080) < 0 || listen_on(fd, BACKLOG) < 0) {
    printf("cannot listen: %s\n", error_name(errno));
    exit(1);
  }
  return fd;
}
#else
static int listening(int argc, char **argv) {
  const char *fds = getenv("LISTEN_FDS");
  (void)argc, (void)argv;
  if (!fds || strcmp(fds, "1") || getenv("LISTEN_PID")) {
    printf("LISTEN_FDS is not 1\n");
    exit(1);
  }
  return FIRST;
}
#endif

int main(int argc, char **argv) {
  directory = argc > 1 ? argv[1] : "/srv";
  end_on_signals();
#ifndef __wasi__
  signal(SIGPIPE, SIG_IGN);
#endif
  add(listening(argc, argv));
  if (fcntl(polls[0].fd, F_SETFL, O_NONBLOCK) < 0) return 1;
  printf("ready\n");
  fflush(stdout);
  for (;;) {
    if (poll(polls + full, (nfds_t)(count - full), -1) < 0) {
      if (errno == EINTR) continue;
      printf("poll: %s\n", strerror(errno));
      return 1;
    }
    for (int i = count - 1; i > 0; i--) {
      short happened = polls[i].revents;
      if (!happened) continue;
      int reads = polls[i].events & POLLIN;
      if ((reads && receive(i) < 0) || (!reads && !(happened & POLLOUT)) || proceed(i) < 0) drop(i);
    }
    if (!full && polls[0].revents) accept_all();
  }
}
