#define _GNU_SOURCE
#include "hook.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "fail.h"

long long monotonic_millis(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

json_t *hook_list(json_t *hooks, const char *point)
{
	json_t *list = json_object_get(hooks, point);
	return json_array_size(list) == 0 ? NULL : list;
}

/* A NULL-terminated copy of an array of strings; an absent array gives only `first`, where there is one. */
static char **string_vector(json_t *array, const char *first)
{
	size_t count = json_array_size(array), n = 0;
	char **vector = calloc(count + 2, sizeof(char *));
	if (vector == NULL)
		return NULL;
	for (size_t i = 0; i < count; i++) {
		const char *text = json_string_value(json_array_get(array, i));
		if (text != NULL)
			vector[n++] = (char *)text;
	}
	if (n == 0 && first != NULL)
		vector[n] = (char *)first;
	return vector;
}

/* The hook's own process: nothing of the caller but the state reaches it. */
static _Noreturn void become_hook(json_t *hook, pid_t parent, int input, int output, hook_enter enter, void *context)
{
	/* Nobody would wait for it, nor keep its timeout, when the one who started it was killed. */
	if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0 || getppid() != parent)
		_exit(127);
	const char *path = json_string_value(json_object_get(hook, "path"));
	char **args = string_vector(json_object_get(hook, "args"), path);
	char **env = string_vector(json_object_get(hook, "env"), NULL);
	sigset_t none;
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
	setpgid(0, 0);
	if (args == NULL || env == NULL || dup2(input, 0) < 0 || dup2(null, 1) < 0 || dup2(output, 2) < 0)
		_exit(127);
	if (enter != NULL && enter(context) != 0) {
		dprintf(2, "%s", fail_message());
		_exit(127);
	}
	close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
	execve(path, args, env);
	dprintf(2, "%s", strerror(errno));
	_exit(127);
}

static int memory_file(const char *name, const char *content)
{
	/* A state that there was no memory for. */
	if (content == NULL) {
		errno = ENOMEM;
		return -1;
	}
	int fd = memfd_create(name, MFD_CLOEXEC);
	size_t length = strlen(content);
	if (fd >= 0 && write(fd, content, length) != (ssize_t)length) {
		close(fd);
		return -1;
	}
	if (fd >= 0)
		lseek(fd, 0, SEEK_SET);
	return fd;
}

int hook_check(json_t *list, size_t index, const char *point)
{
	json_t *hook = json_array_get(list, index);
	const char *path = json_string_value(json_object_get(hook, "path"));
	double timeout = json_number_value(json_object_get(hook, "timeout"));
	if (path == NULL || path[0] != '/')
		return fail("hooks.%s[%zu].path must be an absolute path", point, index);
	if (timeout < 0 || timeout > HOOK_TIMEOUT_SECONDS_MAX)
		return fail("hooks.%s[%zu].timeout must be between 1 and %d seconds", point, index, HOOK_TIMEOUT_SECONDS_MAX);
	return 0;
}

int hook_start(struct hook_process *process, json_t *list, size_t index, const char *point, const char *state,
	       hook_enter enter, void *context)
{
	json_t *hook = json_array_get(list, index);
	const char *path = json_string_value(json_object_get(hook, "path"));
	double timeout = json_number_value(json_object_get(hook, "timeout"));
	if (hook_check(list, index, point))
		return -1;
	*process = (struct hook_process){ -1, -1, -1, 0, point, path, index };
	if (timeout > 0)
		process->deadline_millis = monotonic_millis() + (long long)(timeout * 1000);
	int input = memory_file("state", state);
	process->output = memory_file("stderr", "");
	pid_t parent = getpid();
	process->pid = input < 0 || process->output < 0 ? -1 : fork();
	if (process->pid == 0)
		become_hook(hook, parent, input, process->output, enter, context);
	if (process->pid > 0) {
		/* Both set it, so that whoever comes first can kill the whole group. */
		setpgid(process->pid, process->pid);
		process->pidfd = (int)syscall(SYS_pidfd_open, process->pid, 0);
	}
	int saved_errno = errno;
	if (input >= 0)
		close(input);
	if (process->pidfd >= 0)
		return 0;
	if (process->output >= 0)
		close(process->output);
	if (process->pid > 0) {
		kill(process->pid, SIGKILL);
		while (waitpid(process->pid, NULL, 0) < 0 && errno == EINTR)
			;
	}
	return fail("cannot start the %s hook %s: %s", point, path, strerror(saved_errno));
}

int hook_patience(const struct hook_process *process)
{
	if (process->deadline_millis == 0)
		return -1;
	long long left = process->deadline_millis - monotonic_millis();
	return left < 0 ? 0 : (int)left;
}

void hook_kill(const struct hook_process *process)
{
	kill(-process->pid, SIGKILL);
	/* It may have left the group that it was put into. */
	kill(process->pid, SIGKILL);
}

int hook_finish(struct hook_process *process)
{
	char text[512];
	int status;
	struct pollfd ended = { process->pidfd, POLLIN, 0 };
	bool late = poll(&ended, 1, 0) <= 0;
	if (late)
		hook_kill(process);
	while (waitpid(process->pid, &status, 0) < 0 && errno == EINTR)
		;
	ssize_t length = pread(process->output, text, sizeof(text) - 1, 0);
	text[length > 0 ? length : 0] = '\0';
	text[strcspn(text, "\n")] = '\0';
	close(process->pidfd);
	close(process->output);
	const char *separator = text[0] == '\0' ? "" : ", stderr: ";
	if (late)
		return fail("%s hook #%zu %s did not end within its timeout and was killed", process->point, process->index,
			    process->path);
	if (WIFSIGNALED(status))
		return fail("%s hook #%zu %s was ended by signal %d%s%s", process->point, process->index, process->path,
			    WTERMSIG(status), separator, text);
	if (WEXITSTATUS(status) != 0)
		return fail("%s hook #%zu %s failed: exit status %d%s%s", process->point, process->index, process->path,
			    WEXITSTATUS(status), separator, text);
	return 0;
}

static int run_one(json_t *list, size_t index, const char *point, const char *state, hook_enter enter, void *context)
{
	struct hook_process process;
	if (hook_start(&process, list, index, point, state, enter, context))
		return -1;
	struct pollfd ended = { process.pidfd, POLLIN, 0 };
	while (poll(&ended, 1, hook_patience(&process)) < 0 && errno == EINTR)
		;
	return hook_finish(&process);
}

int hook_run_all(json_t *hooks, const char *point, const char *state, hook_enter enter, void *context)
{
	json_t *list = hook_list(hooks, point);
	for (size_t i = 0; i < json_array_size(list); i++)
		if (run_one(list, i, point, state, enter, context))
			return -1;
	return 0;
}

void hook_run_each(json_t *hooks, const char *point, const char *state)
{
	json_t *list = hook_list(hooks, point);
	char earlier[4096];
	/* After a failure these hooks still run, and it is the failure that is told in the end. */
	snprintf(earlier, sizeof(earlier), "%s", fail_message());
	fail_clear();
	for (size_t i = 0; i < json_array_size(list); i++)
		if (run_one(list, i, point, state, NULL, NULL)) {
			warn("%s", fail_message());
			fail_clear();
		}
	if (earlier[0] != '\0')
		fail("%s", earlier);
}
