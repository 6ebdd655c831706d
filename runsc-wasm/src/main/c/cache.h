/*
 * What was made of modules: compiled code, and the memory they start with (start.h); one file each, named by the hash of all
 * that it depends on. It is code that sandboxes will run, so
 * it is taken only from files that nobody but the caller and root can have written, the directory and all above it
 * included; a checksum finds what a disk or a crash has damaged. What a sandbox stores was compiled by that sandbox:
 * it stores once, and only what it has just asked for in vain, but whether it is the module's code nobody can tell here.
 */
#ifndef JWASM_CACHE_H
#define JWASM_CACHE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A key is letters, digits, dots, dashes and underscores. */
#define CACHE_KEY_LENGTH_MAX 200

/* What the entries of a cache may have together, and how many there may be: the oldest go first. */
#define CACHE_BYTES_MAX (1ull << 30)
#define CACHE_ENTRIES_MAX 4096

/* A writer that has not ended after so long was killed. */
#define CACHE_TEMPORARY_SECONDS 3600

/* What a sandbox may ask for once, and store if there was none. */
struct cache_question {
	char wanted[CACHE_KEY_LENGTH_MAX + 1]; /* the key that may be stored; "": none */
	bool asked;
};

/* Where a module's start state is, and where it belongs in a memory: see start.h. */
struct start {
	int fd; /* -1: there is none */
	uint64_t address, length;
};

/* The cache as one sandbox may use it. */
struct cache {
	int directory; /* -1: there is none */
	char path[4096];
	struct cache_question code, start;
	struct start ready; /* what was looked up before the sandbox asks for it */
	char ready_key[CACHE_KEY_LENGTH_MAX + 1]; /* "": nothing was */
};

/* What every file begins with. */
struct cache_header {
	char magic[8];
	uint64_t length, checksum; /* of what follows the header */
};

/* Opens and checks the directory, making it when needed; path NULL: the user's usual place. */
void cache_open(struct cache *cache, const char *path);

void cache_close(struct cache *cache);

/* The entry, malloc()ed, or NULL; a sandbox asks once. A damaged entry is reported, and as good as none. */
char *cache_get(struct cache *cache, const char *key, size_t *length);

/* Stores what was asked for in vain, by rename(2), and keeps the cache within its bounds. A failure is a lost speed-up. */
void cache_put(struct cache *cache, const char *key, const char *code, size_t length);

/* For the kinds of entries. */

/* The entry's file, opened to be read, or -1: there is none, it is not the caller's alone, or the sandbox has asked before. */
int cache_find(struct cache *cache, struct cache_question *question, const char *key);

/* Says that an entry is damaged, and lets the sandbox store it anew. */
void cache_reject(struct cache *cache, struct cache_question *question, const char *key);

/* Stores an entry that was asked for in vain; what its header says of the data is filled in. 0, or -1: it is not stored. */
int cache_store(struct cache *cache, struct cache_question *question, const char *key, struct cache_header *header,
		size_t header_length, const char *data, size_t length);

/* Finds damage, at the speed of memory; it is no seal: whose the file is, is. */
uint64_t cache_checksum(const char *data, size_t length);

#endif
