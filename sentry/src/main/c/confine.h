/*
 * The filter of system calls that this process puts on itself before a guest may run. Its program is made by
 * runsc-wasm/src/main/seccomp/policy.c, which shares these numbers.
 */
#ifndef JWASM_CONFINE_H
#define JWASM_CONFINE_H

/* Stands in a program for the number of the process that loads it. */
#define CONFINE_PID 0x4a504944u

/* Above every number of a system call. */
#define CONFINE_CALLS_MAX 1024

#endif
