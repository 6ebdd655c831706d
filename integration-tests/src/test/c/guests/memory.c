/* Takes all the memory that it can get and touches every page of it; WebAssembly only. Its argument says how. */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define WASM_PAGE 65536

static char block[WASM_PAGE];

/* One page more, written to all over; false: it was refused. */
static bool grow(void)
{
	unsigned long before = __builtin_wasm_memory_grow(0, 1);
	if (before == -1UL)
		return false;
	volatile char *page = (char *)(before * WASM_PAGE);
	for (int i = 0; i < WASM_PAGE; i += 1024)
		page[i] = (char)(before + 1);
	return true;
}

static int grow_all(void)
{
	int pages = 0;
	while (grow())
		pages++;
	return pages;
}

/* Pages for as long as there are any, and then a number of refusals. */
static int until_refused(int refusals)
{
	int pages = 0, refused = 0;
	while (refused < refusals)
		if (grow())
			pages++;
		else
			refused++;
	printf("grew by %d pages, was refused %d times\n", pages, refused);
	return 0;
}

/* Says how many pages it has got each time when there were more to have. */
static int watch(void)
{
	int pages = 0, more;
	for (;;) {
		more = grow_all();
		pages += more;
		if (more > 0)
			printf("%d pages\n", pages);
		fflush(stdout);
		nanosleep(&(struct timespec){ 0, 20000000 }, NULL);
	}
}

/* Fills a file, and has its memory again when that is gone. */
static int fill(const char *path)
{
	int fd = open(path, O_CREAT | O_WRONLY, 0600), kibibytes = 0;
	long written;
	memset(block, 7, sizeof(block));
	while ((written = write(fd, block, sizeof(block))) > 0)
		kibibytes += (int)(written / 1024);
	printf("wrote %d KiB: %s\n", kibibytes, strerror(errno));
	int before = grow_all();
	close(fd);
	unlink(path);
	printf("grew by %d pages with the file and %d without\n", before, grow_all());
	return 0;
}

/* A mebibyte in a file and a byte in a pipe, for as long as it lives. */
static int hold(const char *path, const char *fifo)
{
	int fd = open(path, O_CREAT | O_WRONLY, 0600), pipe = open(fifo, O_RDWR);
	for (int i = 0; i < 16; i++)
		if (write(fd, block, sizeof(block)) != sizeof(block))
			return 3;
	if (write(pipe, block, 1) != 1)
		return 4;
	puts("ready");
	fflush(stdout);
	return sleep(600) == 0 ? 0 : 5;
}

/* What /proc/meminfo says. */
static int meminfo(void)
{
	int fd = open("/proc/meminfo", O_RDONLY);
	long length = read(fd, block, sizeof(block));
	fwrite(block, 1, length > 0 ? (size_t)length : 0, stdout);
	return 0;
}

int main(int argc, char **argv)
{
	const char *mode = argc > 1 ? argv[1] : "";
	if (strcmp(mode, "refused") == 0 && argc == 3)
		return until_refused(atoi(argv[2]));
	if (strcmp(mode, "fill") == 0 && argc == 3)
		return fill(argv[2]);
	if (strcmp(mode, "hold") == 0 && argc == 4)
		return hold(argv[2], argv[3]);
	if (strcmp(mode, "watch") == 0)
		return watch();
	return strcmp(mode, "meminfo") == 0 ? meminfo() : 2;
}
