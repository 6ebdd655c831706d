#define _GNU_SOURCE
#include "targets.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "attend.h"
#include "cache.h"
#include "container.h"
#include "fail.h"
#include "file.h"
#include "frame.h"
#include "hook.h"
#include "sysctl.h"

#define WORDS_MAX 64

/* Text that reaches a person or a log: goes through the same hands as in the launcher, to nowhere. */
static void end_of_command(void)
{
	static bool silent;
	if (!silent) {
		/* The launcher's stream, and not the descriptor, to which sanitizers write. */
		stderr = fopen("/dev/null", "we");
		log_open("/dev/null", true);
		silent = true;
	}
	if (fail_message()[0] != '\0')
		fail_report();
	fail_clear();
}

static void try_hooks(json_t *hooks)
{
	static const char *const points[] = { "prestart", "createRuntime", "createContainer", "startContainer", "poststart",
					      "poststop" };
	for (size_t i = 0; i < sizeof(points) / sizeof(*points); i++)
		for (size_t k = 0; k < json_array_size(hook_list(hooks, points[i])); k++) {
			hook_check(hook_list(hooks, points[i]), k, points[i]);
			fail_clear();
		}
}

static void try_groups(const char *path, bool systemd)
{
	struct cgroup cgroup;
	cgroup_plan(&cgroup, path, "fuzz", systemd);
	json_decref(cgroup_paths(&cgroup));
	cgroup_free(&cgroup);
	fail_clear();
}

int fuzz_spec(const uint8_t *data, size_t size)
{
	static struct spec spec;
	char *text = malloc(size + 1);
	memcpy(text, data, size);
	if (spec_parse(&spec, text, size, "config.json") == 0) {
		/* Both plans read /proc: not for each of many documents that say nothing of groups. */
		if (spec.cgroups_path != NULL) {
			try_groups(spec.cgroups_path, false);
			try_groups(spec.cgroups_path, true);
		}
		try_hooks(spec.hooks);
		sysctl_check(&spec);
		fail_clear();
	}
	end_of_command();
	spec_free(&spec);
	return 0;
}

int fuzz_options(const uint8_t *data, size_t size)
{
	char *copy = malloc(size + 1), *argv[WORDS_MAX + 1];
	int argc = 0;
	struct options options;
	memcpy(copy, data, size);
	copy[size] = '\0';
	argv[argc++] = (char *)"jwasm";
	for (char *word = copy; word < copy + size && argc < WORDS_MAX; word += strlen(word) + 1)
		argv[argc++] = word;
	argv[argc] = NULL;
	if (options_parse(&options, argc, argv) && options.verb == VERB_KILL)
		signal_number(options.signal);
	free(copy);
	return 0;
}

static void *swallow(void *fd)
{
	char buffer[65536];
	while (read(*(int *)fd, buffer, sizeof(buffer)) > 0)
		;
	return NULL;
}

int fuzz_frames(const uint8_t *data, size_t size)
{
	static struct creation creation;
	struct cache cache = { .directory = -1 };
	struct frame frame;
	pthread_t reader;
	int pair[2], answers[2];
	/* All of it fits into the socket, so that one thread can write and read it. */
	if (size > 65536 || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
		return 0;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, answers) != 0 ||
	    pthread_create(&reader, NULL, swallow, &answers[1]) != 0)
		abort();
	if (file_write(pair[1], (const char *)data, size) != 0)
		abort();
	close(pair[1]);
	creation.sandbox.control = answers[0];
	while (frame_read(pair[0], &frame) == 1) {
		if (frame.type == FRAME_FAILED || frame.type == FRAME_INVALID)
			fail("%s", frame.payload);
		else
			attend_answer(&creation, &frame, &cache);
		free(frame.payload);
		end_of_command();
	}
	end_of_command();
	close(pair[0]);
	shutdown(answers[0], SHUT_RDWR);
	pthread_join(reader, NULL);
	close(answers[0]);
	close(answers[1]);
	return 0;
}

static void remove_scratch(void)
{
	char command[64];
	snprintf(command, sizeof(command), "rm -rf /tmp/jwasm-fuzz-%d", getpid());
	if (system(command) != 0)
		abort();
}

int fuzz_state(const uint8_t *data, size_t size)
{
	static char root[64], file[128];
	struct container container;
	if (root[0] == '\0') {
		snprintf(root, sizeof(root), "/tmp/jwasm-fuzz-%d", getpid());
		if (store_create(&container, root, "fuzz") != 0)
			abort();
		store_close(&container);
		atexit(remove_scratch);
		snprintf(file, sizeof(file), "%s/fuzz/state.json", root);
	}
	int fd = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0 || file_write(fd, (const char *)data, size) != 0)
		abort();
	close(fd);
	if (store_peek(&container, root, "fuzz") == 0) {
		bool ours;
		int pidfd = store_pidfd(&container, &ours);
		/* Nothing that is made up is ever ours: it would be killed. */
		if (ours)
			abort();
		if (pidfd >= 0)
			close(pidfd);
		free(container_state_json(&container, store_status(&container), 2));
		try_hooks(json_object_get(container.state, "hooks"));
		cgroup_destroy(json_object_get(container.state, "cgroupPaths"), "fuzz", NULL);
	}
	end_of_command();
	store_close(&container);
	return 0;
}

#ifdef TARGET
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	return TARGET(data, size);
}
#endif
