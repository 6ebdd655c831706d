/* Whole files in memory. */
#ifndef JWASM_FILE_H
#define JWASM_FILE_H

#include <stddef.h>

/*
 * The content of a regular file of at most max bytes, malloc()ed; NULL with errno otherwise (EFBIG: it is larger,
 * EINVAL: it is not a regular file).
 */
char *file_read(int fd, size_t max, size_t *length);

/* Writes all of data. 0, or -1 with errno. */
int file_write(int fd, const char *data, size_t length);

#endif
