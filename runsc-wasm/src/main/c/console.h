/* Terminals (pty(7)) and the hand-over of descriptors to a caller's socket (unix(7), SCM_RIGHTS). */
#ifndef JWASM_CONSOLE_H
#define JWASM_CONSOLE_H

#include <sys/types.h>

struct console {
	int master, slave; /* -1: no terminal */
};

/* Makes a terminal of that size (0: leave it) owned by that user of the host. */
int console_open(struct console *console, unsigned short rows, unsigned short columns, uid_t owner);

/* Sends fd, with name as the message's text, to the unix socket at path, as runc's --console-socket does. */
int console_send(const char *path, const char *name, int fd);

#endif
