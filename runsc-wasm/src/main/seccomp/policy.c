/*
 * policy NETWORK POLICY FILTER NAMES - makes the filter of one network mode from the list in POLICY, a program of struct
 * sock_filter as seccomp(2) takes it, and a file of "number name" of all system calls, by which denied ones are reported.
 * PID becomes a number that the sandbox replaces by its own (see sentry/src/main/c/confine.h).
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "confine.h"

#define WORDS_MAX 16

/* A rule of libseccomp compares an argument once. */
#define CONDITIONS_MAX 6

static const char *path;
static int line_number;

static _Noreturn void die(const char *format, ...)
{
	va_list args;
	va_start(args, format);
	fprintf(stderr, "policy: %s:%d: ", path, line_number);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
	exit(1);
}

static unsigned long long number_of(const char *word)
{
	char *end;
	if (strcmp(word, "PID") == 0)
		return CONFINE_PID;
	unsigned long long number = strtoull(word, &end, 0);
	if (*end != '\0')
		die("\"%s\" is no number", word);
	return number;
}

/* "if argN == VALUE", "if argN & MASK == VALUE" or "if argN > VALUE"; returns the number of words that it took. */
static int read_condition(char **words, struct scmp_arg_cmp *condition)
{
	if (words[1] == NULL || strncmp(words[1], "arg", 3) != 0 || words[2] == NULL || words[3] == NULL)
		die("malformed condition");
	unsigned int argument = (unsigned int)number_of(words[1] + 3);
	if (strcmp(words[2], "==") == 0) {
		*condition = SCMP_CMP(argument, SCMP_CMP_EQ, number_of(words[3]));
		return 4;
	}
	if (strcmp(words[2], ">") == 0) {
		*condition = SCMP_CMP(argument, SCMP_CMP_GT, number_of(words[3]));
		if (condition->datum_a >= UINT32_MAX)
			die("no number of 32 bits is above %s", words[3]);
		return 4;
	}
	if (strcmp(words[2], "&") != 0 || words[4] == NULL || strcmp(words[4], "==") != 0 || words[5] == NULL)
		die("malformed condition");
	*condition = SCMP_CMP(argument, SCMP_CMP_MASKED_EQ, number_of(words[3]), number_of(words[5]));
	return 6;
}

static uint32_t read_action(char **words, int *taken)
{
	*taken = 1;
	if (strcmp(words[0], "allow") == 0)
		return SCMP_ACT_ALLOW;
	if (strcmp(words[0], "kill") == 0)
		return SCMP_ACT_KILL_PROCESS;
	*taken = 2;
	if (strcmp(words[0], "errno") == 0 && words[1] != NULL && strcmp(words[1], "ENOSYS") == 0)
		return SCMP_ACT_ERRNO(ENOSYS);
	if (strcmp(words[0], "errno") == 0 && words[1] != NULL && strcmp(words[1], "EINVAL") == 0)
		return SCMP_ACT_ERRNO(EINVAL);
	die("a line begins with allow, errno ENOSYS, errno EINVAL or kill");
}

/*
 * Adds what the conditions say. SCMP_CMP_GT compares 64 bits, the kernel takes an int of the lower 32: 0x10000000b would be
 * above 12 to the filter, and descriptor 11 to the call. So "above VALUE" is made of masks of the lower half: for each bit
 * that VALUE has not set, the numbers that have it set and agree with VALUE in all bits above it.
 */
static int add_conditions(scmp_filter_ctx filter, uint32_t action, int call, struct scmp_arg_cmp *conditions, unsigned int count,
			  unsigned int at)
{
	int error = 0;
	if (at == count)
		return seccomp_rule_add_array(filter, action, call, count, conditions);
	if (conditions[at].op != SCMP_CMP_GT)
		return add_conditions(filter, action, call, conditions, count, at + 1);
	struct scmp_arg_cmp above = conditions[at];
	for (int bit = 0; bit < 32 && error == 0; bit++) {
		uint32_t set = UINT32_C(1) << bit, mask = UINT32_MAX << bit;
		if ((above.datum_a & set) != 0)
			continue;
		conditions[at] = SCMP_CMP(above.arg, SCMP_CMP_MASKED_EQ, mask, (above.datum_a & mask) | set);
		error = add_conditions(filter, action, call, conditions, count, at + 1);
	}
	conditions[at] = above;
	return error;
}

static void add_rule(scmp_filter_ctx filter, const char *network, char **words)
{
	struct scmp_arg_cmp conditions[CONDITIONS_MAX];
	unsigned int count = 0;
	bool applies = true;
	int at;
	uint32_t action = read_action(words, &at);
	const char *name = words[at++];
	int call = name == NULL ? __NR_SCMP_ERROR : seccomp_syscall_resolve_name(name);
	if (call == __NR_SCMP_ERROR)
		die("\"%s\" is no system call", name == NULL ? "" : name);
	while (words[at] != NULL) {
		if (strcmp(words[at], count == 0 ? "if" : "and") == 0 && count < CONDITIONS_MAX) {
			at += read_condition(words + at, &conditions[count++]);
		} else if (strcmp(words[at], "in") == 0 && words[at + 1] != NULL) {
			applies = strcmp(words[at + 1], network) == 0;
			at += 2;
		} else {
			die("\"%s\" is out of place", words[at]);
		}
	}
	/* Below zero: this architecture does not have the call. */
	int error = applies && call >= 0 ? add_conditions(filter, action, call, conditions, count, 0) : 0;
	if (error != 0)
		die("libseccomp: %s", strerror(-error));
}

static void read_policy(scmp_filter_ctx filter, const char *network)
{
	char line[512];
	FILE *file = fopen(path, "r");
	if (file == NULL)
		die("%s", strerror(errno));
	while (fgets(line, sizeof(line), file) != NULL) {
		char *words[WORDS_MAX + 1] = { NULL }, *save = NULL, *reason = strstr(line, "-- ");
		int count = 0;
		line_number++;
		if (line[0] == '#' || line[0] == '\n')
			continue;
		if (reason == NULL)
			die("a line needs its reason");
		*reason = '\0';
		for (char *word = strtok_r(line, " ", &save); word != NULL; word = strtok_r(NULL, " ", &save)) {
			if (count == WORDS_MAX)
				die("too many words");
			words[count++] = word;
		}
		if (count == 0)
			die("a line begins with an action");
		add_rule(filter, network, words);
	}
	fclose(file);
}

static void write_names(const char *out)
{
	FILE *file = fopen(out, "w");
	for (int call = 0; file != NULL && call < CONFINE_CALLS_MAX; call++) {
		char *name = seccomp_syscall_resolve_num_arch(SCMP_ARCH_NATIVE, call);
		if (name != NULL)
			fprintf(file, "%d %s\n", call, name);
		free(name);
	}
	if (file == NULL || fclose(file) != 0)
		die("cannot write %s: %s", out, strerror(errno));
}

int main(int argc, char **argv)
{
	if (argc != 5) {
		fprintf(stderr, "usage: policy NETWORK POLICY FILTER NAMES\n");
		return 2;
	}
	path = argv[2];
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	if (filter == NULL || seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS) != 0 ||
	    seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, 2) != 0)
		die("libseccomp: out of memory");
	read_policy(filter, argv[1]);
	int out = open(argv[3], O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	if (out < 0 || seccomp_export_bpf(filter, out) != 0)
		die("cannot write %s: %s", argv[3], strerror(errno));
	close(out);
	write_names(argv[4]);
	return 0;
}
