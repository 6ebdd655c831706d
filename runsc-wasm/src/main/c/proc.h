/* Files of the kernel under /proc. */
#ifndef JWASM_PROC_H
#define JWASM_PROC_H

/* Writes value into a file named relative to /proc and checked to be on a real procfs. 0, or -1 with errno. */
int proc_write(const char *path, const char *value);

#endif
