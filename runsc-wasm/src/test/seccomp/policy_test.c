/*
 * policy-test POLICY - tests of the conditions that policy.c understands: filters are made of a few lines, put on a child
 * and asked with real calls, as what the kernel makes of them is what counts.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define CALLS_MAX 64

static int passed, failed;
static const char *policy;
static char scratch[] = "/tmp/policy-test-XXXXXX";

#define check(condition, format, ...)                                                                       \
	do {                                                                                                \
		if (condition) {                                                                            \
			passed++;                                                                           \
		} else {                                                                                    \
			failed++;                                                                           \
			printf("%s:%d: %s: " format "\n", __FILE__, __LINE__, #condition, ##__VA_ARGS__); \
		}                                                                                           \
	} while (0)

/* Makes a filter of the lines, and of what a child needs to end; returns the status of policy. */
static int make(const char *lines)
{
	char command[512];
	snprintf(command, sizeof(command), "%s/policy", scratch);
	FILE *file = fopen(command, "w");
	if (file == NULL || fprintf(file, "allow exit_group -- the end\n%s\n", lines) < 0 || fclose(file) != 0)
		abort();
	snprintf(command, sizeof(command), "'%s' none %s/policy %s/filter %s/names 2>%s/error", policy, scratch, scratch, scratch,
		 scratch);
	return WEXITSTATUS(system(command));
}

static size_t read_scratch(const char *name, void *out, size_t size)
{
	char path[64];
	snprintf(path, sizeof(path), "%s/%s", scratch, name);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t length = read(fd, out, size);
	close(fd);
	return length < 0 ? 0 : (size_t)length;
}

/* Calls fsync under the filter that was made, once for each pair of arguments; whether each was let through. */
static void ask(unsigned long (*arguments)[2], size_t count, bool *through)
{
	static struct sock_filter program[BPF_MAXINSNS];
	size_t length = read_scratch("filter", program, sizeof(program)) / sizeof(*program);
	struct sock_fprog whole = { (unsigned short)length, program };
	bool *shared = mmap(NULL, CALLS_MAX, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pid_t child = fork();
	if (child == 0) {
		close_range(0, ~0U, 0);
		if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &whole) != 0)
			_exit(1);
		/* No descriptor is open: what comes through is EBADF. */
		for (size_t i = 0; i < count; i++)
			shared[i] = syscall(SYS_fsync, arguments[i][0], arguments[i][1]) != 0 && errno == EBADF;
		/* Not _exit, in which a sanitizer looks for leaks by calls that are denied. */
		syscall(SYS_exit_group, 0);
	}
	int status = -1;
	waitpid(child, &status, 0);
	check(status == 0, "status %d", status);
	memcpy(through, shared, count);
	munmap(shared, CALLS_MAX);
}

static const unsigned long numbers[] = { 0, 1, 2, 7, 8, 9, 11, 12, 13, 14, 15, 16, 17, 31, 32, 0x7fffffff, 0x80000000,
					 0xfffffffe, 0xffffffff };
#define NUMBERS (sizeof(numbers) / sizeof(*numbers))

/* A number is an int to the call, whatever is in the upper half of its register. */
static void above_is_above_in_the_lower_half(void)
{
	static const unsigned long upper[] = { 0, 1, 0x80000000, 0xffffffff }, bounds[] = { 0, 7, 8, 12, 15, 0x7fffffff, 0xfffffffe };
	unsigned long arguments[CALLS_MAX][2];
	bool through[CALLS_MAX];
	char lines[256];
	for (size_t b = 0; b < sizeof(bounds) / sizeof(*bounds); b++) {
		snprintf(lines, sizeof(lines), "allow fsync if arg0 > 0x%lx -- a test", bounds[b]);
		check(make(lines) == 0, "%s", lines);
		for (size_t u = 0; u < sizeof(upper) / sizeof(*upper); u++) {
			for (size_t i = 0; i < NUMBERS; i++)
				arguments[i][0] = upper[u] << 32 | numbers[i];
			ask(arguments, NUMBERS, through);
			for (size_t i = 0; i < NUMBERS; i++)
				check(through[i] == (numbers[i] > bounds[b]), "0x%lx, %s", arguments[i][0], lines);
		}
	}
}

/* Equality is of all 64 bits: more is refused than the call would take for the same number, never less. */
static void one_of_several_lines_has_to_hold(void)
{
	unsigned long arguments[CALLS_MAX][2];
	bool through[CALLS_MAX];
	check(make("allow fsync if arg0 == 8 -- a test\nallow fsync if arg0 == 2 -- a test\n"
		   "allow fsync if arg0 > 12 -- a test") == 0, "made");
	for (unsigned long upper = 0; upper < 2; upper++) {
		for (size_t i = 0; i < NUMBERS; i++)
			arguments[i][0] = upper << 32 | numbers[i];
		ask(arguments, NUMBERS, through);
		for (size_t i = 0; i < NUMBERS; i++)
			check(through[i] == (numbers[i] > 12 || (upper == 0 && (numbers[i] == 8 || numbers[i] == 2))), "0x%lx",
			      arguments[i][0]);
	}
}

static void all_conditions_of_a_line_have_to_hold(void)
{
	unsigned long arguments[CALLS_MAX][2];
	bool through[CALLS_MAX];
	check(make("allow fsync if arg1 == 3 -- a test\nallow fsync if arg1 == 4 and arg0 == 7 -- a test\n"
		   "allow fsync if arg1 == 4 and arg0 > 12 -- a test") == 0, "made");
	for (unsigned long upper = 0; upper < 2; upper++) {
		for (size_t i = 0; i < 3 * NUMBERS; i++) {
			arguments[i][0] = upper << 32 | numbers[i / 3];
			arguments[i][1] = 3 + i % 3;
		}
		ask(arguments, 3 * NUMBERS, through);
		for (size_t i = 0; i < 3 * NUMBERS; i++) {
			bool four = numbers[i / 3] > 12 || (upper == 0 && numbers[i / 3] == 7);
			check(through[i] == (arguments[i][1] == 3 || (arguments[i][1] == 4 && four)), "0x%lx, %lu",
			      arguments[i][0], arguments[i][1]);
		}
	}
}

static void masks_choose_bits(void)
{
	unsigned long arguments[][2] = { { 0, 0 }, { 3, 0 }, { 4, 0 }, { 7, 0 }, { 8, 0 } };
	static const bool expected[] = { true, true, false, false, true };
	bool through[CALLS_MAX];
	check(make("allow fsync if arg0 & 4 == 0 -- a test") == 0, "made");
	ask(arguments, sizeof(expected), through);
	for (size_t i = 0; i < sizeof(expected); i++)
		check(through[i] == expected[i], "0x%lx", arguments[i][0]);
}

static void what_is_not_understood_stops_the_build(void)
{
	static const char *const lines[][2] = {
		{ "allow fsync if -- a test", "malformed condition" },
		{ "allow fsync if arg0 > -- a test", "malformed condition" },
		{ "allow fsync if arg0 >= 12 -- a test", "malformed condition" },
		{ "allow fsync if arg0 > many -- a test", "\"many\" is no number" },
		{ "allow fsync if arg0 > 0xffffffff -- a test", "no number of 32 bits is above 0xffffffff" },
		{ "allow fsync if arg0 > -1 -- a test", "no number of 32 bits is above -1" },
		{ "allow fsync and arg0 > 12 -- a test", "\"and\" is out of place" },
		{ "allow fsync if arg0 == 1 if arg1 == 2 -- a test", "\"if\" is out of place" },
		{ "allow fsync if arg0 > 1 and arg0 == 2 -- a test", "libseccomp: " },
		{ "allow fsync if arg0 > 12", "a line needs its reason" },
	};
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		char error[512];
		check(make(lines[i][0]) == 1, "%s", lines[i][0]);
		error[read_scratch("error", error, sizeof(error) - 1)] = '\0';
		check(strstr(error, "/policy:2: ") != NULL && strstr(error, lines[i][1]) != NULL, "%s: %s", lines[i][0], error);
	}
}

int main(int argc, char **argv)
{
	if (argc != 2 || mkdtemp(scratch) == NULL)
		return 2;
	policy = argv[1];
	above_is_above_in_the_lower_half();
	one_of_several_lines_has_to_hold();
	all_conditions_of_a_line_have_to_hold();
	masks_choose_bits();
	what_is_not_understood_stops_the_build();
	char command[64];
	snprintf(command, sizeof(command), "rm -rf '%s'", scratch);
	if (system(command) != 0)
		failed++;
	printf("%d passed, %d failed\n", passed, failed);
	return failed != 0;
}
