/*
 * Errors of the launcher: a function that fails stores one sentence and returns -1; main prints it
 * once, on stderr and in the file of --log. The sentence names the path, the cause and, where there
 * is one, the remedy.
 */
#ifndef JWASM_FAIL_H
#define JWASM_FAIL_H

#include <errno.h>
#include <stdbool.h>
#include <string.h>

/* Stores the sentence of a failure and returns -1. The first sentence of a chain of failures stays. */
int fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The stored sentence, or an empty string. */
const char *fail_message(void);

/* Forgets the stored sentence, after a failure that was dealt with. */
void fail_clear(void);

/* Sets where fail_report writes besides stderr; path NULL: nowhere else. */
void log_open(const char *path, bool json);

/* Writes one line of the given level ("error", "warning", "debug") to the log file only. */
void log_line(const char *level, const char *message);

/* Prints the stored sentence on stderr and into the log. */
void fail_report(void);

/* As fail_report, for a problem that does not end the command. */
void warn(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
