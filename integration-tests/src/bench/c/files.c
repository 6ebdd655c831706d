/*
 * What a file call costs: "files DIRECTORY NULL-DEVICE [MIB]" prints one line "NAME NANOSECONDS-PER-CALL" for each, and
 * the best of several rounds. The same source is measured natively and as a guest.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { ROUNDS = 7, ENTRIES = 10000, COPY_BYTES = 1 << 16 };

static char buffer[COPY_BYTES];
static const char *directory;

static void fail(const char *what)
{
	fprintf(stderr, "%s: %s\n", what, strerror(errno));
	exit(1);
}

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1e9 + t.tv_nsec;
}

static const char *path(const char *name)
{
	static char text[2][256];
	static int which;
	which = !which;
	snprintf(text[which], sizeof(text[which]), "%s/%s", directory, name);
	return text[which];
}

static void report(const char *name, double best)
{
	printf("%s %.1f\n", name, best);
	fflush(stdout);
}

static void writes(const char *name, const char *file, int count)
{
	int fd = open(file, O_WRONLY | O_CREAT, 0644);
	double best = 1e18;
	if (fd < 0)
		fail(file);
	for (int r = 0; r < ROUNDS; r++) {
		double begin = now();
		for (int i = 0; i < count; i++) {
			if ((i & 1023) == 0)
				lseek(fd, 0, SEEK_SET);
			if (write(fd, buffer, 16) != 16)
				fail(name);
		}
		double each = (now() - begin) / count;
		best = each < best ? each : best;
	}
	close(fd);
	report(name, best);
}

static void reads(int count)
{
	int fd = open(path("data"), O_RDONLY);
	double best = 1e18;
	if (fd < 0)
		fail("data");
	for (int r = 0; r < ROUNDS; r++) {
		double begin = now();
		for (int i = 0; i < count; i++) {
			if ((i & 511) == 0)
				lseek(fd, 0, SEEK_SET);
			if (read(fd, buffer, 16) != 16)
				fail("read");
		}
		double each = (now() - begin) / count;
		best = each < best ? each : best;
	}
	close(fd);
	report("read16", best);
}

static void opens(int count)
{
	double best = 1e18;
	const char *file = path("data");
	for (int r = 0; r < ROUNDS; r++) {
		double begin = now();
		for (int i = 0; i < count; i++) {
			int fd = open(file, O_RDONLY);
			if (fd < 0)
				fail("open");
			close(fd);
		}
		double each = (now() - begin) / count;
		best = each < best ? each : best;
	}
	report("open+close", best);
	best = 1e18;
	for (int r = 0; r < ROUNDS; r++) {
		struct stat status;
		double begin = now();
		for (int i = 0; i < count; i++)
			if (stat(file, &status) != 0)
				fail("stat");
		double each = (now() - begin) / count;
		best = each < best ? each : best;
	}
	report("stat", best);
}

static void listing(void)
{
	char name[64];
	double best = 1e18;
	mkdir(path("list"), 0755);
	for (int i = 0; i < ENTRIES; i++) {
		snprintf(name, sizeof(name), "list/entry-%05d", i);
		close(open(path(name), O_WRONLY | O_CREAT, 0644));
	}
	for (int r = 0; r < ROUNDS; r++) {
		double begin = now();
		DIR *dir = opendir(path("list"));
		int count = 0;
		if (dir == NULL)
			fail("opendir");
		while (readdir(dir) != NULL)
			count++;
		closedir(dir);
		if (count < ENTRIES) {
			fprintf(stderr, "listing: %d entries\n", count);
			exit(1);
		}
		double each = (now() - begin) / count;
		best = each < best ? each : best;
	}
	report("readdir-entry", best);
	for (int i = 0; i < ENTRIES; i++) {
		snprintf(name, sizeof(name), "list/entry-%05d", i);
		unlink(path(name));
	}
	rmdir(path("list"));
}

static void copy(int mib)
{
	double best = 1e18;
	int from = open(path("from"), O_RDWR | O_CREAT, 0644);
	if (from < 0)
		fail("from");
	for (int i = 0; i < mib * 16; i++)
		if (write(from, buffer, COPY_BYTES) != COPY_BYTES)
			fail("fill");
	for (int r = 0; r < 3; r++) {
		int to = open(path("to"), O_WRONLY | O_CREAT | O_TRUNC, 0644);
		if (to < 0)
			fail("to");
		lseek(from, 0, SEEK_SET);
		double begin = now();
		ssize_t n;
		while ((n = read(from, buffer, COPY_BYTES)) > 0)
			if (write(to, buffer, n) != n)
				fail("copy");
		double each = (now() - begin) / mib;
		best = each < best ? each : best;
		close(to);
	}
	close(from);
	unlink(path("from"));
	unlink(path("to"));
	report("copy-mib", best);
}

int main(int argc, char **argv)
{
	if (argc < 3) {
		fprintf(stderr, "usage: files DIRECTORY NULL-DEVICE [MIB]\n");
		return 2;
	}
	directory = argv[1];
	memset(buffer, 'x', sizeof(buffer));
	writes("write16", path("data"), 2000000);
	writes("write16-null", argv[2], 2000000);
	reads(2000000);
	opens(200000);
	listing();
	copy(argc > 3 ? atoi(argv[3]) : 1024);
	unlink(path("data"));
	return 0;
}
