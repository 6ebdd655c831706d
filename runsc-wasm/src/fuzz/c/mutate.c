/*
 * The same bytes at every run: each seed as it is, and then mutations of the seeds, in numbers that a test can afford.
 * libFuzzer, which looks for new paths, runs the same targets in `make fuzz`.
 *
 *   mutate RUNS TARGET SEED-FILE...
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "file.h"
#include "targets.h"

#define SEEDS_MAX 64
#define BYTES_MAX (128 << 10)
#define ALARM_SECONDS 10

static const struct {
	const char *name;
	int (*run)(const uint8_t *data, size_t size);
} targets[] = { { "spec", fuzz_spec }, { "options", fuzz_options }, { "frames", fuzz_frames }, { "state", fuzz_state } };

/* What makes readers stumble, in the place of something that they expect. */
static const char *const words[] = { "null", "-1", "4294967295", "18446744073709551615", "1e308", "\"\"", "[]", "{}", "true",
				     "\"/..\"", "\"../../x\"", "[[[[[[[[", "\\u0000", "\xff\xfe", "\n", ":", "\"", "}", "%s%n", "-9",
				     "--root=", "\"/sys/fs/cgroup\"", "a-b.slice:x:y", "9007199254740993" };

static uint64_t state = 0x9e3779b97f4a7c15;

/* xorshift64* */
static size_t below(size_t bound)
{
	state ^= state >> 12;
	state ^= state << 25;
	state ^= state >> 27;
	return bound == 0 ? 0 : (size_t)((state * 0x2545f4914f6cdd1d >> 33) % bound);
}

static size_t replace(char *text, size_t length, size_t at, size_t cut, const char *with, size_t size)
{
	cut = cut > length - at ? length - at : cut;
	if (length - cut + size > BYTES_MAX)
		return length;
	memmove(text + at + size, text + at + cut, length - at - cut);
	memcpy(text + at, with, size);
	return length - cut + size;
}

static size_t mutate(char *text, size_t length, char *const *seeds, const size_t *sizes, size_t count)
{
	for (size_t changes = 1 + below(6); changes > 0; changes--) {
		size_t at = below(length + 1), other = below(count);
		const char *word = words[below(sizeof(words) / sizeof(*words))];
		char byte = (char)below(256);
		switch (below(6)) {
		case 0: length = replace(text, length, at, 1, &byte, 1); break;
		case 1: length = replace(text, length, at, below(64), "", 0); break;
		case 2: length = replace(text, length, at, below(8), word, strlen(word)); break;
		case 3: length = below(8) == 0 ? at : length; break;
		case 4: {
			size_t from = below(sizes[other]), most = sizes[other] - from;
			length = replace(text, length, at, below(128), seeds[other] + from, below(most > 512 ? 512 : most + 1));
			break;
		}
		default: {
			/* A value: what is between a colon and what ends it. */
			char *colon = memchr(text + at, ':', length - at);
			size_t from = colon == NULL ? at : (size_t)(colon - text) + 1;
			length = replace(text, length, from, from < length ? strcspn(text + from, ",}]\n") : 0, word, strlen(word));
		}
		}
		text[length] = '\0';
	}
	return length;
}

int main(int argc, char **argv)
{
	static char text[BYTES_MAX + 1];
	char *seeds[SEEDS_MAX];
	size_t sizes[SEEDS_MAX], count = 0, target = 0;
	long runs = argc < 4 ? 0 : atol(argv[1]);
	while (argc >= 4 && target < sizeof(targets) / sizeof(*targets) && strcmp(argv[2], targets[target].name) != 0)
		target++;
	if (argc < 4 || target == sizeof(targets) / sizeof(*targets) || argc - 3 > SEEDS_MAX)
		return 2;
	for (int i = 3; i < argc; i++) {
		int fd = open(argv[i], O_RDONLY | O_CLOEXEC);
		seeds[count] = file_read(fd, BYTES_MAX, &sizes[count]);
		if (seeds[count] == NULL)
			return 2;
		close(fd);
		targets[target].run((uint8_t *)seeds[count], sizes[count]);
		count++;
	}
	int first = dup(0);
	close(first);
	for (long i = 0; i < runs; i++) {
		size_t seed = below(count);
		memcpy(text, seeds[seed], sizes[seed]);
		text[sizes[seed]] = '\0';
		size_t length = mutate(text, sizes[seed], seeds, sizes, count);
		alarm(ALARM_SECONDS);
		targets[target].run((uint8_t *)text, length);
	}
	alarm(0);
	int last = dup(0);
	close(last);
	for (size_t i = 0; i < count; i++)
		free(seeds[i]);
	printf("%ld mutations of %zu seeds for %s, %d descriptors leaked\n", runs, count, argv[2], last - first);
	return last == first ? 0 : 1;
}
