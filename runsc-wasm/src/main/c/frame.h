/*
 * Messages between the launcher and the sandbox on FD_CONTROL, until the container is created:
 * four bytes length of the payload (big endian), one byte type, the payload.
 */
#ifndef JWASM_FRAME_H
#define JWASM_FRAME_H

#include <stddef.h>
#include <stdint.h>

#define FRAME_BYTES_MAX (256u << 20)

/* Of every frame but those that bring something to the cache: what a sandbox can make the launcher allocate. */
#define FRAME_TEXT_MAX (1u << 20)

enum frame_type {
	/* launcher to sandbox */
	FRAME_GO = 'g', /* the child may go on; before its own hooks the payload is the container's state */
	FRAME_BOOT = 'b', /* the settings of the command line: name=value NUL ... */
	FRAME_DONE = 'd', /* what was asked for is done; payload: its result */
	/* sandbox to launcher */
	FRAME_HOOKS = 'h', /* waits for FRAME_GO until the runtime's hooks have run */
	FRAME_FAILED = 'f', /* a sentence: the container cannot be created */
	FRAME_INVALID = 'i', /* what is wrong with config.json, which the sandbox does not know by its path */
	FRAME_CACHE_GET = 'c', /* key: answered by the entry, empty when there is none */
	FRAME_CACHE_PUT = 'p', /* key NUL entry */
	FRAME_START_GET = 's', /* key: answered as start_send() does, or by an empty frame */
	FRAME_START_PUT = 't', /* key NUL address in eight bytes, big endian, pages: answered as FRAME_START_GET */
	FRAME_CGROUP = 'w', /* controller NUL file NUL value */
	FRAME_NETWORK = 'n', /* waits for FRAME_DONE until the runtime's hooks have run, which may bring the container's addresses */
	FRAME_READY = 'r', /* loaded and compiled: waits for the order to start */
};

struct frame {
	enum frame_type type;
	uint32_t length;
	char *payload; /* malloc()ed, NUL-terminated for convenience */
};

/* 0, or -1 with errno. */
int frame_write(int fd, enum frame_type type, const void *payload, size_t length);

/* 1: a frame, whose payload the caller frees; 0: the other side is gone; -1: after fail(). */
int frame_read(int fd, struct frame *frame);

#endif
