/* What the files of this test share. */
#ifndef JWASM_CHECK_H
#define JWASM_CHECK_H

#include <stdio.h>

extern int passed, failed;

#define check(condition)                                                                             \
	do {                                                                                         \
		if (condition) {                                                                     \
			passed++;                                                                    \
		} else {                                                                             \
			failed++;                                                                    \
			printf("%s:%d: %s: %s\n", __FILE__, __LINE__, __func__, #condition);         \
		}                                                                                    \
	} while (0)

/* How many descriptors are open. */
int open_count(void);

/* socket_test.c. */
void sockets(const char *directory);

#endif
