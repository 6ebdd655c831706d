/*
 * Compiled modules, one file each, named by the hash of all that they depend on. It is code that the
 * sandbox will run: the directory and its files must belong to the caller and be writable by nobody else.
 */
#ifndef JWASM_CACHE_H
#define JWASM_CACHE_H

#include <stddef.h>

/* A key is letters, digits, dots, dashes and underscores. */
#define CACHE_KEY_LENGTH_MAX 200

/* Opens and checks the directory, making it when needed; path NULL: the user's usual place. -1: there is no cache. */
int cache_open(const char *path);

/* The entry, malloc()ed, or NULL. */
char *cache_get(int directory, const char *key, size_t *length);

/* Stores an entry, by rename(2). A failure is only a lost speed-up. */
void cache_put(int directory, const char *key, const char *code, size_t length);

#endif
