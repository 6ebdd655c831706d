/* Files in memory. */
#ifndef JWASM_FILE_H
#define JWASM_FILE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The content of a regular file of at most max bytes, malloc()ed; NULL with errno otherwise (EFBIG: it is larger,
 * EINVAL: it is not a regular file).
 */
char *file_read(int fd, size_t max, size_t *length);

/*
 * What one read(2) gives, as a text that ends with NUL: for files of the kernel, which have no size. Closes fd, which may be
 * -1. Whether there was anything; the text is empty otherwise.
 */
bool file_read_once(int fd, char *out, size_t size);

/* Writes all of data. 0, or -1 with errno. */
int file_write(int fd, const char *data, size_t length);

#endif
