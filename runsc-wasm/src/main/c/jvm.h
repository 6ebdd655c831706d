/*
 * How much memory the sandbox's JVM may have of each kind. The JVM is told, because it would go by the
 * machine's memory, and find out about the container's limit by being killed.
 */
#ifndef JWASM_JVM_H
#define JWASM_JVM_H

#include <stdint.h>

#include "spec.h"

#define JVM_FLAGS 5
#define JVM_FLAG_BYTES 64

struct jvm {
	uint64_t heap, code_cache, metaspace; /* bytes */
	uint64_t compilation;		      /* bytes that the JIT may use for one function */
};

/*
 * Chooses by the container's memory limit or, without one, the machine's memory, and the annotations
 * io.jwasm.limit.heap, .code-cache, .metaspace and .compilation. 0, or -1 after fail() for an annotation that is no
 * size and for a limit in which no sandbox has room.
 */
int jvm_read(struct jvm *jvm, const struct spec *spec, uint64_t machine_bytes);

/* Writes the flags of the command line. */
void jvm_flags(const struct jvm *jvm, char flags[JVM_FLAGS][JVM_FLAG_BYTES]);

#endif
