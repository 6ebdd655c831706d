#define _GNU_SOURCE
#include "jvm.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fail.h"

#define KIB (UINT64_C(1) << 10)
#define MIB (UINT64_C(1) << 20)
#define GIB (UINT64_C(1) << 30)

/* What a JVM with a small program has of everything but heap; measured as resident set of hello. MemoryBudget has the same. */
#define JVM_BASE_BYTES (48 * MIB)

/* Least limit of a container: what compiling a small module takes, measured, and some for its program. */
#define LEAST_LIMIT_BYTES (64 * MIB)

static const struct size {
	const char *annotation;
	uint64_t least, most; /* below the least no program starts; the most is the JVM's, or where it gets slower */
} heap_size = { "io.jwasm.limit.heap", 16 * MIB, 30 * GIB },
  code_cache_size = { "io.jwasm.limit.code-cache", 8 * MIB, 2 * GIB - 1 * MIB },
  metaspace_size = { "io.jwasm.limit.metaspace", 24 * MIB, 8 * GIB },
  compilation_size = { "io.jwasm.limit.compilation", 16 * MIB, 2 * GIB };

/* Bytes of a number with a unit, k, m or g, or without; 0: it is no size. */
static uint64_t bytes_of(const char *text)
{
	static const char units[] = "kmg";
	char *end;
	if (text[0] < '0' || text[0] > '9')
		return 0;
	uint64_t value = strtoull(text, &end, 10);
	if (*end == '\0')
		return value;
	const char *unit = strchr(units, *end | 0x20);
	if (unit == NULL || end[1] != '\0' || value > UINT32_MAX)
		return 0;
	return value << (10 * (unit - units + 1));
}

static uint64_t clamp(const struct size *size, uint64_t bytes)
{
	return bytes < size->least ? size->least : bytes > size->most ? size->most : bytes;
}

static int read_size(const struct spec *spec, const struct size *size, uint64_t *bytes)
{
	json_t *annotation = json_object_get(spec->annotations, size->annotation);
	const char *text = json_string_value(annotation);
	if (annotation == NULL)
		return 0;
	uint64_t value = text == NULL ? 0 : bytes_of(text);
	if (value < size->least || value > size->most)
		return fail("annotation %s: found \"%.40s\", write a size from %" PRIu64 "m to %" PRIu64 "m, for example 256m",
			    size->annotation, text == NULL ? "no text" : text, size->least / MIB, size->most / MIB);
	*bytes = value;
	return 0;
}

/* The container's memory in bytes; 0: it has no limit of its own. */
static uint64_t memory_limit(const struct spec *spec)
{
	json_t *linux_part = json_object_get(spec->document, "linux");
	json_t *memory = json_object_get(json_object_get(linux_part, "resources"), "memory");
	double limit = json_number_value(json_object_get(memory, "limit"));
	return limit >= 1 && limit < 0x1p62 ? (uint64_t)limit : 0;
}

int jvm_read(struct jvm *jvm, const struct spec *spec, uint64_t machine_bytes)
{
	uint64_t limit = memory_limit(spec);
	if (limit > 0 && limit < LEAST_LIMIT_BYTES)
		return fail("linux.resources.memory.limit: found %" PRIu64 ", a sandbox needs at least %" PRIu64 " (%" PRIu64 "m)", limit,
			    LEAST_LIMIT_BYTES, LEAST_LIMIT_BYTES / MIB);
	if (limit > 0 && limit < machine_bytes) {
		uint64_t room = limit > JVM_BASE_BYTES ? limit - JVM_BASE_BYTES : 0;
		jvm->heap = room / 2;
		jvm->code_cache = limit / 8;
		jvm->metaspace = jvm->compilation = limit / 4;
	} else {
		jvm->heap = machine_bytes / 4;
		jvm->code_cache = jvm->metaspace = jvm->compilation = UINT64_MAX;
	}
	/* Yosys, the largest program of the tests, needs 1.5 GiB, 60 MiB and 190 MiB of them. */
	jvm->heap = clamp(&heap_size, jvm->heap < 4 * GIB ? jvm->heap : 4 * GIB);
	jvm->code_cache = clamp(&code_cache_size, jvm->code_cache < 128 * MIB ? jvm->code_cache : 128 * MIB);
	jvm->metaspace = clamp(&metaspace_size, jvm->metaspace < 512 * MIB ? jvm->metaspace : 512 * MIB);
	/* The largest functions that the JIT can do at all need 130 MiB. */
	jvm->compilation = clamp(&compilation_size, jvm->compilation < 256 * MIB ? jvm->compilation : 256 * MIB);
	if (read_size(spec, &heap_size, &jvm->heap) || read_size(spec, &code_cache_size, &jvm->code_cache) ||
	    read_size(spec, &compilation_size, &jvm->compilation))
		return -1;
	return read_size(spec, &metaspace_size, &jvm->metaspace);
}

void jvm_flags(const struct jvm *jvm, char flags[JVM_FLAGS][JVM_FLAG_BYTES])
{
	/* One reservation, committed from the start: a page of code need not be made executable later. */
	snprintf(flags[0], JVM_FLAG_BYTES, "-XX:ReservedCodeCacheSize=%" PRIu64 "k", jvm->code_cache / KIB);
	snprintf(flags[1], JVM_FLAG_BYTES, "-XX:InitialCodeCacheSize=%" PRIu64 "k", jvm->code_cache / KIB);
	snprintf(flags[2], JVM_FLAG_BYTES, "-XX:MaxMetaspaceSize=%" PRIu64 "k", jvm->metaspace / KIB);
	snprintf(flags[3], JVM_FLAG_BYTES, "-Xmx%" PRIu64 "k", jvm->heap / KIB);
	/* A function that would need more is left to the compiler that optimises less, or interpreted. */
	snprintf(flags[4], JVM_FLAG_BYTES, "-XX:CompileCommand=MemLimit,*.*,%" PRIu64 "k~stop", jvm->compilation / KIB);
}
