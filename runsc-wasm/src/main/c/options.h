/* The command line of the verbs that the launcher answers itself; see jwasm(8) in README.md. */
#ifndef JWASM_OPTIONS_H
#define JWASM_OPTIONS_H

#include <stdbool.h>

#define MAX_SANDBOX_OPTIONS 16

enum verb { VERB_CREATE, VERB_START, VERB_STATE, VERB_KILL, VERB_DELETE, VERB_RUN, VERB_OTHER };

struct options {
	enum verb verb;
	/* globals */
	const char *root; /* --root: the state directory */
	const char *log;
	bool log_json;
	bool debug;
	bool strace;
	bool systemd_cgroup;
	const char *platform;
	const char *overlay; /* --overlay: memory or none */
	const char *page_allocator; /* --page-allocator: where the memory of programs comes from */
	const char *network; /* --network: host, sandbox or none; NULL: nobody said */
	const char *net_allow, *net_listen; /* --net-allow, --net-listen, for the sandbox to read; empty: nobody said */
	const char *debug_log; /* --debug-log: a file, or DIR/, that gets what the sandbox JVM prints */
	const char *cache; /* --cache: the directory of compiled modules */
	const char *sandbox_options[MAX_SANDBOX_OPTIONS]; /* --sandbox-option: further flags of the sandbox JVM */
	int sandbox_option_count;
	/* of the verb */
	const char *id;
	const char *bundle;
	const char *pid_file;
	const char *console_socket;
	const char *pidfd_socket;
	const char *signal;
	bool detach;
	bool keep;
	bool all;
	bool force;
};

/*
 * Reads argv. False: the command line is not one that the launcher knows, the Java command line,
 * which knows all of it, shall answer.
 */
bool options_parse(struct options *options, int argc, char **argv);

#endif
