/*
 * What of the launcher reads bytes that others wrote, each as a function of the bytes: it must come back, whatever they
 * are, without a fault, a leak or an open descriptor. Nothing that they say is done.
 */
#ifndef JWASM_TARGETS_H
#define JWASM_TARGETS_H

#include <stddef.h>
#include <stdint.h>

int fuzz_spec(const uint8_t *data, size_t size); /* config.json, and what is derived from it */
int fuzz_options(const uint8_t *data, size_t size); /* the words of a command line, each ended by a NUL */
int fuzz_frames(const uint8_t *data, size_t size); /* what a sandbox sends */
int fuzz_state(const uint8_t *data, size_t size); /* state.json */

#endif
