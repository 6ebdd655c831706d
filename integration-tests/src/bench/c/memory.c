/*
 * What memory costs a guest. "memory KERNEL..." prints one line "NAME NANOSECONDS" for each, the best of several rounds;
 * "memory idle PAGES" grows to that many pages without touching them and then copies standard input to standard output.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { ROUNDS = 5, GROWTHS = 10000, SORTED = 1 << 20, BODIES = 5, STEPS = 500000, HASHED = 16 << 20, PERMUTED = 9, PRINTED = 200000 };

static volatile uint64_t sink;

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1e9 + t.tv_nsec;
}

/* Of the guest's own memory, whose end it is: nothing else may be allocated afterwards. */
static char *more(size_t pages)
{
	size_t before = __builtin_wasm_memory_grow(0, pages);
	if (before == (size_t)-1) {
		fprintf(stderr, "no more memory after %zu pages\n", __builtin_wasm_memory_size(0));
		exit(1);
	}
	return (char *)(before << 16);
}

static void grow(void)
{
	double begin = now();
	for (int i = 0; i < GROWTHS; i++)
		more(1);
	printf("grow %.1f\n", (now() - begin) / GROWTHS);
}

static uint64_t sequential(uint64_t *words, size_t count)
{
	uint64_t sum = 0;
	for (size_t i = 0; i < count; i++)
		sum += words[i] += i;
	return sum;
}

static uint64_t scattered(uint64_t *words, size_t count)
{
	uint64_t at = 88172645463325252u, sum = 0;
	for (size_t i = 0; i < count / 64; i++) {
		at ^= at << 13, at ^= at >> 7, at ^= at << 17;
		sum += words[at & (count - 1)] += i;
	}
	return sum;
}

static uint64_t sort(uint32_t *v, int n)
{
	while (n > 1) {
		uint32_t pivot = v[n / 2];
		int i = 0, j = n - 1;
		for (;; i++, j--) {
			while (v[i] < pivot)
				i++;
			while (v[j] > pivot)
				j--;
			if (i >= j)
				break;
			uint32_t t = v[i];
			v[i] = v[j], v[j] = t;
		}
		sort(v, i);
		v += i, n -= i;
	}
	return v[0];
}

static uint64_t quicksort(void)
{
	static uint32_t v[SORTED];
	uint32_t x = 2463534242u;
	for (int i = 0; i < SORTED; i++)
		v[i] = x ^= x << 13, x ^= x >> 17, x ^= x << 5;
	return sort(v, SORTED);
}

static uint64_t nbody(void)
{
	static double p[BODIES][3], v[BODIES][3];
	for (int i = 0; i < BODIES; i++)
		for (int k = 0; k < 3; k++)
			p[i][k] = 1 + i * 3 + k, v[i][k] = 0.01 * (k - i);
	for (int step = 0; step < STEPS; step++) {
		for (int i = 0; i < BODIES; i++)
			for (int j = i + 1; j < BODIES; j++) {
				double d[3], square = 0.01;
				for (int k = 0; k < 3; k++)
					d[k] = p[i][k] - p[j][k], square += d[k] * d[k];
				double force = 0.001 / (square * __builtin_sqrt(square));
				for (int k = 0; k < 3; k++)
					v[i][k] -= d[k] * force, v[j][k] += d[k] * force;
			}
		for (int i = 0; i < BODIES; i++)
			for (int k = 0; k < 3; k++)
				p[i][k] += 0.001 * v[i][k];
	}
	return (uint64_t)(p[0][0] * 1e6);
}

static uint32_t turn(uint32_t x, int by)
{
	return x >> by | x << (32 - by);
}

/* The compression function of SHA-256; its constants do not matter for the time. */
static uint64_t sha256(void)
{
	static unsigned char data[HASHED];
	static uint32_t k[64], w[64];
	uint32_t h[8] = { 1, 2, 3, 4, 5, 6, 7, 8 };
	for (int i = 0; i < 64; i++)
		k[i] = 2654435761u * (uint32_t)(i + 1);
	for (size_t block = 0; block < HASHED; block += 64) {
		uint32_t s[8];
		memcpy(w, data + block, 64);
		for (int i = 16; i < 64; i++)
			w[i] = w[i - 16] + w[i - 7] + (turn(w[i - 15], 7) ^ turn(w[i - 15], 18) ^ w[i - 15] >> 3) +
			       (turn(w[i - 2], 17) ^ turn(w[i - 2], 19) ^ w[i - 2] >> 10);
		memcpy(s, h, sizeof(s));
		for (int i = 0; i < 64; i++) {
			uint32_t a = s[7] + (turn(s[4], 6) ^ turn(s[4], 11) ^ turn(s[4], 25)) +
				     ((s[4] & s[5]) ^ (~s[4] & s[6])) + k[i] + w[i];
			uint32_t b = (turn(s[0], 2) ^ turn(s[0], 13) ^ turn(s[0], 22)) +
				     ((s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]));
			memmove(s + 1, s, 7 * sizeof(*s));
			s[4] += a;
			s[0] = a + b;
		}
		for (int i = 0; i < 8; i++)
			h[i] += s[i];
	}
	return h[0];
}

static uint64_t fannkuch(void)
{
	int p[PERMUTED], q[PERMUTED], count[PERMUTED], most = 0, r = PERMUTED;
	for (int i = 0; i < PERMUTED; i++)
		p[i] = i;
	for (;;) {
		for (; r != 1; r--)
			count[r - 1] = r;
		memcpy(q, p, sizeof(q));
		int flips = 0;
		for (int first; (first = q[0]) != 0; flips++)
			for (int i = 0, j = first; i < j; i++, j--) {
				int t = q[i];
				q[i] = q[j], q[j] = t;
			}
		most = flips > most ? flips : most;
		for (;; r++) {
			if (r == PERMUTED)
				return (uint64_t)most;
			int first = p[0];
			memmove(p, p + 1, (size_t)r * sizeof(*p));
			p[r] = first;
			if (--count[r] > 0)
				break;
		}
	}
}

/* One function of printf is larger than what a JVM compiles unasked. */
static uint64_t print(void)
{
	char line[128];
	uint64_t length = 0;
	for (int i = 0; i < PRINTED; i++)
		length += (uint64_t)snprintf(line, sizeof(line), "%s %d: %04x %u", "line", -i, i, 2654435761u * (unsigned)i);
	return length;
}

static void pass(const char *name, uint64_t (*kernel)(uint64_t *, size_t))
{
	static uint64_t *words;
	const size_t bytes = (size_t)1 << 30;
	if (words == NULL)
		words = (uint64_t *)more(bytes >> 16);
	double best = 1e18;
	for (int r = 0; r < 3; r++) {
		double begin = now();
		sink += kernel(words, bytes / 8);
		double took = now() - begin;
		best = took < best ? took : best;
	}
	printf("%s %.0f\n", name, best);
}

static void time_of(const char *name, uint64_t (*kernel)(void))
{
	double best = 1e18;
	for (int r = 0; r < ROUNDS; r++) {
		double begin = now();
		sink += kernel();
		double took = now() - begin;
		best = took < best ? took : best;
	}
	printf("%s %.0f\n", name, best);
}

static void idle(size_t pages)
{
	char buffer[64];
	ssize_t length;
	while (__builtin_wasm_memory_size(0) < pages)
		more(1);
	while ((length = read(0, buffer, sizeof(buffer))) > 0)
		write(1, buffer, (size_t)length);
}

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "idle") == 0 && i + 1 < argc)
			idle((size_t)atol(argv[++i]));
		else if (strcmp(argv[i], "grow") == 0)
			grow();
		else if (strcmp(argv[i], "sequential") == 0)
			pass(argv[i], sequential);
		else if (strcmp(argv[i], "random") == 0)
			pass(argv[i], scattered);
		else if (strcmp(argv[i], "nbody") == 0)
			time_of(argv[i], nbody);
		else if (strcmp(argv[i], "sha256") == 0)
			time_of(argv[i], sha256);
		else if (strcmp(argv[i], "fannkuch") == 0)
			time_of(argv[i], fannkuch);
		else if (strcmp(argv[i], "quicksort") == 0)
			time_of(argv[i], quicksort);
		else if (strcmp(argv[i], "printf") == 0)
			time_of(argv[i], print);
	}
	return 0;
}
