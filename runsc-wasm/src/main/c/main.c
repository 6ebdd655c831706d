/*
 * bin/jwasm: answers the verbs of a container's life itself, in about a millisecond, and hands every
 * other command line to Java.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "container.h"
#include "fail.h"
#include "landlock.h"
#include "options.h"

/* The distribution: this program is HOME/bin/jwasm, wherever HOME was moved to. */
static int find_home(char *home, size_t size)
{
	ssize_t length = readlink("/proc/self/exe", home, size - 1);
	if (length <= 0 || length == (ssize_t)size - 1)
		return fail("cannot read /proc/self/exe: %s; is /proc mounted?", strerror(length <= 0 ? errno : ENAMETOOLONG));
	home[length] = '\0';
	for (int i = 0; i < 2; i++) {
		char *slash = strrchr(home, '/');
		if (slash == NULL)
			return fail("cannot find the distribution of jwasm above %s", home);
		*slash = '\0';
	}
	return 0;
}

/* Becomes the Java command line, with the same arguments and only the environment that it reads. */
static int exec_java(const char *home, int argc, char **argv, const char *refusal)
{
	static const char *const kept[] = { "PATH", "HOME", "XDG_RUNTIME_DIR", "TERM", "COLUMNS" };
	char java[PATH_MAX + 32], options[PATH_MAX + 32], jar[PATH_MAX + 32], property[5][PATH_MAX + 64], reason[4200];
	char *environment[8];
	const char **args = calloc((size_t)argc + 16, sizeof(char *));
	int n = 0, e = 0;
	if (args == NULL)
		return fail("out of memory");
	snprintf(java, sizeof(java), "%s/image/jre/bin/java", home);
	snprintf(options, sizeof(options), "@%s/lib/command.options", home);
	snprintf(jar, sizeof(jar), "%s/lib/command.jar", home);
	snprintf(property[0], sizeof(property[0]), "-Djwasm.home=%s", home);
	snprintf(property[1], sizeof(property[1]), "-Djna.boot.library.path=%s/lib/jna", home);
	snprintf(property[2], sizeof(property[2]), "-Djffi.boot.library.path=%s/lib/jffi", home);
	snprintf(property[3], sizeof(property[3]), "-XX:AOTCache=%s/lib/command.aot", home);
	snprintf(property[4], sizeof(property[4]), "-Djwasm.landlock=%d", landlock_version());
	args[n++] = java;
	args[n++] = options;
	for (int i = 0; i < 5; i++)
		args[n++] = property[i];
	if (refusal != NULL) {
		snprintf(reason, sizeof(reason), "-Djwasm.refusal=%s", refusal);
		args[n++] = reason;
	}
	args[n++] = "-cp";
	args[n++] = jar;
	args[n++] = "io.jwasm.runsc.Main";
	for (int i = 1; i < argc; i++)
		args[n++] = argv[i];
	for (size_t i = 0; i < sizeof(kept) / sizeof(*kept); i++) {
		char *entry = NULL;
		const char *value = getenv(kept[i]);
		if (value != NULL && asprintf(&entry, "%s=%s", kept[i], value) > 0)
			environment[e++] = entry;
	}
	/* Without it Java cannot name files outside ASCII. */
	environment[e++] = "LC_ALL=C.UTF-8";
	environment[e] = NULL;
	signal(SIGPIPE, SIG_DFL);
	execve(java, (char **)args, environment);
	free(args);
	return fail("cannot start %s: %s", java, strerror(errno));
}

static int run_verb(const struct options *options, const char *home, bool *malformed, int *status)
{
	struct creation creation;
	switch (options->verb) {
	case VERB_CREATE: return container_create(&creation, options, home, malformed);
	case VERB_RUN: return container_run(options, home, malformed, status);
	case VERB_START: return container_start(options);
	case VERB_STATE: return container_state(options);
	case VERB_KILL: return container_kill(options);
	case VERB_DELETE: return container_delete(options);
	case VERB_OTHER: break;
	}
	return -1;
}

/* Descriptors that are closed would be taken by the next open: none of ours must land where text is printed. */
static int open_streams(void)
{
	for (int fd = 0; fd < 3; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDWR) != fd)
			return fail("cannot open /dev/null: %s", strerror(errno));
	return 0;
}

int main(int argc, char **argv)
{
	struct options options;
	char home[PATH_MAX];
	bool malformed = false;
	int status = 0, result = open_streams() || find_home(home, sizeof(home)) ? -1 : 0;
	/* A sandbox that ends while it is told something, or a reader of ours that went, is an error and not our end. */
	signal(SIGPIPE, SIG_IGN);
	/* A caller may ignore its children: ours would leave no status, and their numbers would be free to others at once. */
	signal(SIGCHLD, SIG_DFL);
	bool known = options_parse(&options, argc, argv);
	log_open(options.log, options.log_json);
	if (result == 0 && !known)
		result = exec_java(home, argc, argv, NULL);
	else if (result == 0)
		result = run_verb(&options, home, &malformed, &status);
	if (result != 0 && malformed) {
		char refusal[4096];
		snprintf(refusal, sizeof(refusal), "%s", fail_message());
		exec_java(home, argc, argv, refusal);
	}
	if (result != 0)
		fail_report();
	return result != 0 ? 1 : status;
}
