/*
 * loop ROUNDS - one task that is both ends of a connection to itself: 64 bytes there and back, "p50 NANOSECONDS" and
 * "p99 NANOSECONDS" of ROUNDS round trips, after as many as it takes to have them compiled.
 */
#include "sockets.h"
#include <time.h>

enum { BYTES = 64, WARM_UP = 20000, MOST = 1000000, PORT = 7007 };

static long long took[MOST];

static long long now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static int ascending(const void *a, const void *b) {
  long long left = *(const long long *)a, right = *(const long long *)b;
  return (left > right) - (left < right);
}

static void need(const char *what, long long result) {
  if (result < 0) {
    printf("%s: %s\n", what, error_name(errno));
    exit(1);
  }
}

static void move(int from, int to) {
  char bytes[BYTES];
  if (write(from, bytes, BYTES) != BYTES || read(to, bytes, BYTES) != BYTES) need("transfer", -1);
}

int main(int argc, char **argv) {
  struct address self = {{127, 0, 0, 1}, 4};
  int rounds = argc > 1 ? atoi(argv[1]) : 100000;
  if (rounds < 100 || rounds > MOST) return 2;
  int listening = open_socket(&self, STREAM), there = open_socket(&self, STREAM);
  need("socket", listening);
  need("bind", bind_to(listening, &self, PORT));
  need("listen", listen_on(listening, 1));
  need("connect", connect_to(there, &self, PORT));
  int here = accept_from(listening);
  need("accept", here);
  for (int i = 0; i < WARM_UP + rounds; i++) {
    long long begin = now();
    move(there, here);
    move(here, there);
    took[i % rounds] = now() - begin;
  }
  qsort(took, (size_t)rounds, sizeof *took, ascending);
  printf("p50 %lld\np99 %lld\n", took[rounds / 2], took[rounds / 100 * 99]);
  return 0;
}
