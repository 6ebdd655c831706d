/*
 * The memory that modules start with: what their active data segments lay there, whole pages, one file of the cache for each
 * module, which sandboxes map privately. They get it to read only, and nothing changes a file that is there: it is replaced
 * by rename(2), and who has mapped the old one keeps it.
 *
 *   0     struct start_header
 *   4096  the pages, from the address that the header says
 */
#ifndef JWASM_START_H
#define JWASM_START_H

#include "cache.h"

#define START_PAGE_BYTES 4096u

/* A memory ends below 2 GiB; what is stored of it is bounded as sandboxes bound it. */
#define START_ADDRESS_MAX (2ull << 30)
#define START_BYTES_MAX (64u << 20)

/* The entry of a module: its digest, which every key of its code begins with, and this. */
#define START_DIGEST_LENGTH 64
#define START_SUFFIX ".start"

/*
 * Looks a module up by the key of its code, while its sandbox is busy with that: pages that nobody has asked for yet are read
 * and checked on another processor. The sandbox then gets no other module's.
 */
void start_expect(struct cache *cache, const char *code_key);

/* What the module of this key starts with, if it is there; a sandbox asks once. A damaged entry is reported, and as good as none. */
struct start start_get(struct cache *cache, const char *key);

/* Stores what was asked for in vain, and returns it as start_get() would. */
struct start start_put(struct cache *cache, const char *key, uint64_t address, const char *pages, size_t length);

/* Answers a sandbox: FRAME_DONE with two numbers, each eight bytes, big endian, and then a byte with the descriptor, which is closed. */
int start_send(int control, struct start start);

#endif
