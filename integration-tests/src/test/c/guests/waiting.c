/* Waits in the ways that a program can, as its arguments say; "ready" tells that it is about to. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char bytes[100000];
static volatile unsigned counted;

static int answer(const char *name, long result)
{
	if (result < 0)
		printf("%s: %s\n", name, strerror(errno));
	else
		printf("%s: %ld\n", name, result);
	fflush(stdout);
	return 0;
}

/* Polls standard input: the milliseconds may be -1. */
static int poll_input(int milliseconds)
{
	struct pollfd input = { .fd = 0, .events = POLLRDNORM };
	int count = poll(&input, 1, milliseconds);
	printf("%d%s%s\n", count, input.revents & POLLRDNORM ? " in" : "", input.revents & POLLHUP ? " hup" : "");
	fflush(stdout);
	return count;
}

/* Says what is typed, and every time when nothing was typed for a while. */
static int converse(int milliseconds)
{
	for (;;) {
		if (poll_input(milliseconds) == 0)
			continue;
		long length = read(0, bytes, sizeof(bytes));
		if (length <= 0)
			return answer("read", length);
		printf("read %.*s", (int)length, bytes);
		fflush(stdout);
	}
}

static int fill_output(void)
{
	for (;;)
		if (write(1, bytes, sizeof(bytes)) < 0)
			return 1;
}

static int nonblocking(int fd)
{
	return fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
}

/* A FIFO by its name: an open that would wait does not, and what one descriptor writes the other reads. */
static int fifo(const char *name)
{
	answer("writer alone", open(name, O_WRONLY | O_NONBLOCK));
	int reader = open(name, O_RDONLY | O_NONBLOCK);
	answer("empty without writers", read(reader, bytes, sizeof(bytes)));
	int writer = open(name, O_WRONLY);
	answer("empty", read(reader, bytes, sizeof(bytes)));
	answer("write", write(writer, "through", 7));
	struct pollfd both[] = { { .fd = reader, .events = POLLRDNORM }, { .fd = writer, .events = POLLWRNORM } };
	answer("poll", poll(both, 2, -1));
	answer("read", read(reader, bytes, sizeof(bytes)));
	printf("%s\n", bytes);
	nonblocking(writer);
	answer("fill", write(writer, bytes, sizeof(bytes)));
	answer("full", write(writer, bytes, 1));
	close(reader);
	return answer("no reader", write(writer, bytes, 1));
}

/* A loop that only counts: how often it turns is known when it begins, and each turn takes a while. */
__attribute__((noinline)) static unsigned count(unsigned value, unsigned by, int turns)
{
#pragma clang loop unroll(disable)
	for (int i = 0; i < turns; i++)
		value = value % by * 1664525u % (by + 2) * 22695477u % (by + 4) * 1103515245u + i;
	return value;
}

int main(int argc, char **argv)
{
	const char *mode = argc > 1 ? argv[1] : "";
	int number = argc > 2 ? atoi(argv[2]) : -1;
	if (strcmp(mode, "count") == 0)
		for (int i = 0; i < 20000; i++) /* compiled before it is ready */
			counted = count(counted, 1000003, 1000);
	puts("ready");
	fflush(stdout);
	if (strcmp(mode, "poll") == 0)
		return poll_input(number) < 0;
	if (strcmp(mode, "converse") == 0)
		return converse(number);
	if (strcmp(mode, "read") == 0)
		return answer("read", read(0, bytes, sizeof(bytes)));
	if (strcmp(mode, "write") == 0)
		return fill_output();
	if (strcmp(mode, "count") == 0)
		for (;;)
			counted = count(counted, 1000003, 2000000000);
	if (strcmp(mode, "open") == 0)
		return answer("open", open(argv[2], O_RDONLY));
	if (strcmp(mode, "fifo") == 0)
		return fifo(argv[2]);
	if (strcmp(mode, "nonblocking-read") == 0)
		return nonblocking(0) < 0 || answer("read", read(0, bytes, sizeof(bytes)));
	if (strcmp(mode, "nonblocking-write") == 0) {
		long total = 0, written;
		nonblocking(1);
		while ((written = write(1, bytes, sizeof(bytes))) > 0)
			total += written;
		fprintf(stderr, "%ld, then %s\n", total, strerror(errno));
		return 0;
	}
	return 2;
}
