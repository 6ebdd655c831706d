#define _GNU_SOURCE
#include "attend.h"

#include <endian.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cache.h"
#include "fail.h"
#include "frame.h"
#include "hook.h"
#include "start.h"

/* Hooks of the runtime's namespaces run while the sandbox boots; this is how far they are. */
struct hook_queue {
	json_t *hooks;
	const char *state;
	int point;
	size_t next;
	bool running, done, sandbox_waits, network_waits;
	struct hook_process process;
};

static const char *const runtime_points[] = { "prestart", "createRuntime" };
#define RUNTIME_POINTS (int)(sizeof(runtime_points) / sizeof(*runtime_points))

int attend_boot(const struct creation *c, const struct options *o)
{
	const char *const *kinds = c->stream_kinds;
	char *text;
	long memory = sysconf(_SC_PHYS_PAGES) * sysconf(_SC_PAGESIZE);
	int length = asprintf(&text,
			      "id=%s%cplatform=%s%clogJson=%d%cdebug=%d%cstrace=%d%ccgroupUnified=%d%ccgroups=%d%cmemory=%ld%cheap=%ld%coverlay=%s%cpageAllocator=%s%cnetwork=%s%cnetAllow=%s%cnetListen=%s%cstdio=%s%cstdio=%s%cstdio=%s%c",
			      o->id, 0, o->platform, 0, o->log_json, 0, o->debug, 0, o->strace, 0, c->cgroup.unified, 0, c->cgroup.count, 0,
			      memory, 0, (long)c->sandbox.jvm.heap, 0, o->overlay, 0, o->page_allocator, 0,
			      o->network == NULL ? "" : o->network, 0, o->net_allow, 0, o->net_listen, 0, kinds[0], 0, kinds[1], 0, kinds[2], 0);
	if (length < 0)
		return fail("out of memory for the settings of container %s", o->id);
	/* A sandbox that is gone already says why in a frame of its own, or by its end. */
	frame_write(c->sandbox.control, FRAME_BOOT, text, (size_t)length);
	free(text);
	return 0;
}

/* Questions of the memory that a module starts with. */
static int answer_start(int control, const struct frame *frame, struct cache *cache)
{
	uint64_t address;
	size_t key_length = strlen(frame->payload), at = key_length + 1 + sizeof(address);
	if (frame->type == FRAME_START_GET)
		return start_send(control, start_get(cache, frame->payload));
	if (frame->length < at)
		return fail("the sandbox sent a malformed cache request");
	memcpy(&address, frame->payload + key_length + 1, sizeof(address));
	return start_send(control, start_put(cache, frame->payload, be64toh(address), frame->payload + at, frame->length - at));
}

int attend_answer(const struct creation *c, const struct frame *frame, struct cache *cache)
{
	int control = c->sandbox.control;
	if (frame->type == FRAME_CGROUP) {
		const char *file = frame->payload + strlen(frame->payload) + 1;
		if (file >= frame->payload + frame->length || file + strlen(file) >= frame->payload + frame->length)
			return fail("the sandbox sent a malformed cgroup request");
		if (cgroup_write(&c->cgroup, frame->payload, file, file + strlen(file) + 1))
			return -1;
		return frame_write(control, FRAME_DONE, NULL, 0);
	}
	if (frame->type == FRAME_START_GET || frame->type == FRAME_START_PUT)
		return answer_start(control, frame, cache);
	if (frame->type != FRAME_CACHE_GET && frame->type != FRAME_CACHE_PUT)
		return fail("the sandbox sent an unknown message");
	size_t key_length = strlen(frame->payload);
	if (frame->type == FRAME_CACHE_PUT) {
		if (key_length >= frame->length)
			return fail("the sandbox sent a malformed cache request");
		cache_put(cache, frame->payload, frame->payload + key_length + 1, frame->length - key_length - 1);
		return frame_write(control, FRAME_DONE, NULL, 0);
	}
	size_t length;
	char *code = cache_get(cache, frame->payload, &length);
	int result = frame_write(control, FRAME_DONE, code == NULL ? "" : code, length);
	free(code);
	start_expect(cache, frame->payload);
	return result;
}

/* Starts the next hook, if the one before has ended. */
static int advance_hooks(struct hook_queue *queue)
{
	while (!queue->running && !queue->done) {
		if (queue->point == RUNTIME_POINTS) {
			queue->done = true;
			break;
		}
		json_t *list = hook_list(queue->hooks, runtime_points[queue->point]);
		if (queue->next == json_array_size(list)) {
			queue->point++;
			queue->next = 0;
			continue;
		}
		if (hook_start(&queue->process, list, queue->next++, runtime_points[queue->point], queue->state, NULL, NULL))
			return -1;
		queue->running = true;
	}
	return 0;
}

/* The last line that the JVM printed: the best there is when it ended without a word. */
static void last_line(int log, char *out, size_t size)
{
	char text[512];
	struct stat status;
	out[0] = '\0';
	if (fstat(log, &status) != 0)
		return;
	char path[64];
	snprintf(path, sizeof(path), "/proc/self/fd/%d", log);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	off_t from = status.st_size > (off_t)sizeof(text) - 1 ? status.st_size - (off_t)sizeof(text) + 1 : 0;
	ssize_t length = fd < 0 ? -1 : pread(fd, text, sizeof(text) - 1, from);
	if (fd >= 0)
		close(fd);
	while (length > 0 && text[length - 1] == '\n')
		length--;
	text[length > 0 ? length : 0] = '\0';
	char *line = strrchr(text, '\n');
	snprintf(out, size, "%s", line == NULL ? text : line + 1);
}

static int sandbox_died(const struct creation *c)
{
	char line[512];
	siginfo_t info = { 0 };
	waitid(P_PIDFD, (id_t)c->sandbox.pidfd, &info, WEXITED | WNOWAIT);
	if (info.si_code == CLD_KILLED && info.si_status == SIGKILL && cgroup_ran_out(&c->cgroup))
		return fail("the sandbox ran out of the container's memory while it loaded the module: raise linux.resources.memory.limit");
	last_line(c->sandbox.fds[FD_JVM_ERROR], line, sizeof(line));
	return fail("the sandbox ended before the container was created (%s %d)%s%s",
		    info.si_code == CLD_EXITED ? "exit status" : "signal", info.si_status, line[0] == '\0' ? "" : ": ", line);
}

/* Runs the runtime's hooks and answers the sandbox until both are done. */
static int attend_both(struct creation *c, struct hook_queue *queue, struct cache *cache)
{
	for (bool ready = false; !ready || !queue->done;) {
		if (advance_hooks(queue))
			return -1;
		if (queue->done && queue->sandbox_waits) {
			queue->sandbox_waits = false;
			frame_write(c->sandbox.control, FRAME_GO, queue->state, strlen(queue->state));
			if (attend_boot(c, c->sandbox.options))
				return -1;
		}
		if (queue->done && queue->network_waits) {
			queue->network_waits = false;
			frame_write(c->sandbox.control, FRAME_DONE, NULL, 0);
		}
		struct pollfd fds[2] = { { ready ? -1 : c->sandbox.control, POLLIN, 0 },
					 { queue->running ? queue->process.pidfd : -1, POLLIN, 0 } };
		if (ready && queue->done)
			break;
		int count = poll(fds, 2, queue->running ? hook_patience(&queue->process) : -1);
		if (count < 0 && errno != EINTR)
			return fail("cannot wait for the sandbox: %s", strerror(errno));
		if (queue->running && (fds[1].revents != 0 || count == 0)) {
			queue->running = false;
			if (hook_finish(&queue->process))
				return -1;
		}
		if (fds[0].revents == 0)
			continue;
		struct frame frame;
		int result = frame_read(c->sandbox.control, &frame);
		if (result <= 0)
			return result < 0 ? -1 : sandbox_died(c);
		if (frame.type == FRAME_READY)
			ready = true;
		else if (frame.type == FRAME_HOOKS)
			queue->sandbox_waits = true;
		else if (frame.type == FRAME_NETWORK)
			queue->network_waits = true;
		else if (frame.type == FRAME_FAILED)
			result = fail("%s", frame.payload);
		else if (frame.type == FRAME_INVALID)
			result = fail("%s/config.json: %s", c->bundle, frame.payload);
		else
			result = attend_answer(c, &frame, cache);
		free(frame.payload);
		if (result < 0)
			return fail("lost the sandbox: %s", strerror(errno));
	}
	return 0;
}

int attend(struct creation *c)
{
	char *state = container_state_json(&c->container, STATUS_CREATING, 0);
	if (state == NULL)
		return fail("out of memory for the state of container %s", c->container.id);
	struct hook_queue queue = { .hooks = c->spec.hooks, .state = state };
	struct cache cache;
	cache_open(&cache, c->sandbox.options->cache);
	int result = attend_both(c, &queue, &cache);
	if (queue.running) {
		hook_kill(&queue.process);
		hook_finish(&queue.process);
	}
	cache_close(&cache);
	free(state);
	return result;
}
