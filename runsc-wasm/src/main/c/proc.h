/* Files of the kernel under /proc. */
#ifndef JWASM_PROC_H
#define JWASM_PROC_H

#include <stdbool.h>
#include <stddef.h>

/* Reads a small file named relative to /proc, as file_read_once does. */
bool proc_read(const char *path, char *out, size_t size);

/* Writes value into a file named relative to /proc and checked to be on a real procfs. 0, or -1 with errno. */
int proc_write(const char *path, const char *value);

#endif
