#include "options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct cursor {
	int argc;
	char **argv;
	int next;
};

/* True when the argument at the cursor is the flag `name` (long or, where given, short); steps over it. */
static bool flag(struct cursor *at, const char *name, const char *short_name)
{
	const char *arg = at->argv[at->next];
	if (strcmp(arg, name) != 0 && (short_name == NULL || strcmp(arg, short_name) != 0))
		return false;
	at->next++;
	return true;
}

/* As flag, for one that takes a value: "--name value" or "--name=value". */
static bool valued(struct cursor *at, const char *name, const char *short_name, const char **value)
{
	const char *arg = at->argv[at->next];
	size_t length = strlen(name);
	if (strncmp(arg, name, length) == 0 && arg[length] == '=') {
		*value = arg + length + 1;
		at->next++;
		return true;
	}
	if (at->next + 1 >= at->argc)
		return false;
	if (!flag(at, name, short_name))
		return false;
	*value = at->argv[at->next++];
	return true;
}

static bool boolean(const char *value, bool *result)
{
	*result = strcmp(value, "true") == 0;
	return *result || strcmp(value, "false") == 0 || strcmp(value, "auto") == 0;
}

static bool global(struct options *o, struct cursor *at)
{
	const char *value;
	bool ignored;
	if (valued(at, "--root", NULL, &o->root) || valued(at, "--log", NULL, &o->log) ||
	    valued(at, "--platform", NULL, &o->platform) || valued(at, "--debug-log", NULL, &o->debug_log) ||
	    valued(at, "--cache", NULL, &o->cache) || valued(at, "--page-allocator", NULL, &o->page_allocator) ||
	    valued(at, "--net-allow", NULL, &o->net_allow) || valued(at, "--net-listen", NULL, &o->net_listen) ||
	    valued(at, "--criu", NULL, &value))
		return true;
	if (flag(at, "--debug", NULL))
		return o->debug = true;
	if (flag(at, "--strace", NULL))
		return o->strace = true;
	if (flag(at, "--systemd-cgroup", NULL))
		return o->systemd_cgroup = true;
	if (valued(at, "--log-format", NULL, &value)) {
		o->log_json = strcmp(value, "json") == 0;
		return o->log_json || strcmp(value, "text") == 0;
	}
	if (valued(at, "--overlay", NULL, &o->overlay))
		return strcmp(o->overlay, "memory") == 0 || strcmp(o->overlay, "none") == 0;
	if (valued(at, "--network", NULL, &o->network))
		return strcmp(o->network, "host") == 0 || strcmp(o->network, "sandbox") == 0 || strcmp(o->network, "none") == 0;
	if (valued(at, "--rootless", NULL, &value))
		return boolean(value, &ignored);
	if (valued(at, "--sandbox-option", NULL, &value)) {
		if (o->sandbox_option_count == MAX_SANDBOX_OPTIONS)
			return false;
		o->sandbox_options[o->sandbox_option_count++] = value;
		return true;
	}
	return false;
}

static bool create_flag(struct options *o, struct cursor *at)
{
	const char *ignored;
	return valued(at, "--bundle", "-b", &o->bundle) || valued(at, "--pid-file", NULL, &o->pid_file) ||
	       valued(at, "--console-socket", NULL, &o->console_socket) ||
	       valued(at, "--pidfd-socket", NULL, &o->pidfd_socket) ||
	       valued(at, "--preserve-fds", NULL, &ignored) || flag(at, "--no-pivot", NULL) ||
	       flag(at, "--no-new-keyring", NULL);
}

static bool verb_flag(struct options *o, struct cursor *at)
{
	switch (o->verb) {
	case VERB_CREATE:
		return create_flag(o, at);
	case VERB_RUN:
		if (flag(at, "--detach", "-d"))
			return o->detach = true;
		if (flag(at, "--keep", NULL))
			return o->keep = true;
		return flag(at, "--no-subreaper", NULL) || create_flag(o, at);
	case VERB_KILL:
		return flag(at, "--all", "-a") ? (o->all = true) : false;
	case VERB_DELETE:
		return flag(at, "--force", "-f") ? (o->force = true) : false;
	case VERB_START:
	case VERB_STATE:
	case VERB_OTHER:
		return false;
	}
	return false;
}

static enum verb verb_of(const char *name)
{
	static const char *const names[] = { "create", "start", "state", "kill", "delete", "run" };
	for (int i = 0; i < VERB_OTHER; i++)
		if (strcmp(name, names[i]) == 0)
			return (enum verb)i;
	return VERB_OTHER;
}

static const char *default_root(void)
{
	static char path[4096];
	const char *runtime_dir = getenv("XDG_RUNTIME_DIR");
	if (geteuid() == 0 || runtime_dir == NULL || runtime_dir[0] != '/')
		return "/run/jwasm";
	return snprintf(path, sizeof(path), "%s/jwasm", runtime_dir) < (int)sizeof(path) ? path : "/run/jwasm";
}

bool options_parse(struct options *o, int argc, char **argv)
{
	memset(o, 0, sizeof(*o));
	o->root = default_root();
	o->platform = "wasm";
	o->overlay = "none";
	o->page_allocator = "memfd";
	o->net_allow = o->net_listen = "";
	o->bundle = ".";
	struct cursor at = { argc, argv, 1 };
	while (at.next < argc && argv[at.next][0] == '-')
		if (!global(o, &at))
			return false;
	if (at.next == argc)
		return false;
	o->verb = verb_of(argv[at.next++]);
	if (o->verb == VERB_OTHER)
		return false;
	/* Like docker and conmon, people put flags before and after the id; a signal may look like "-9" only after it. */
	const char *words[2] = { NULL, NULL };
	int count = 0, most = o->verb == VERB_KILL ? 2 : 1;
	while (at.next < argc) {
		if (argv[at.next][0] == '-' && argv[at.next][1] != '\0' && !(o->verb == VERB_KILL && count == 1)) {
			if (!verb_flag(o, &at))
				return false;
		} else if (o->verb == VERB_KILL && count == 1 && verb_flag(o, &at)) {
			continue;
		} else if (count == most) {
			return false;
		} else {
			words[count++] = argv[at.next++];
		}
	}
	o->id = words[0];
	o->signal = words[1] != NULL ? words[1] : "TERM";
	return o->id != NULL;
}
