/*
 * stopwatch FILE PROGRAM ARGUMENT... - runs the program and writes into FILE the nanoseconds until its end and the
 * microseconds of processor time that it and the children it waited for took. Exits as the program did, 128 + n after
 * signal n. It stands between the benchmark's Java runtime and the program, because starting a process from there
 * takes longer than some of the programs that are measured.
 */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static long long nanos(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static long long micros(const struct timeval *time) { return time->tv_sec * 1000000LL + time->tv_usec; }

int main(int argc, char **argv) {
  if (argc < 3) return 125;
  int file = open(argv[1], O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return 125;

  pid_t pid;
  struct rusage usage;
  int status;
  long long begin = nanos();
  int error = posix_spawnp(&pid, argv[2], NULL, NULL, argv + 2, environ);
  if (error) {
    fprintf(stderr, "%s: %s\n", argv[2], strerror(error));
    return 127;
  }
  while (wait4(pid, &status, 0, &usage) < 0)
    if (errno != EINTR) return 125;
  long long wall = nanos() - begin;

  dprintf(file, "%lld %lld\n", wall, micros(&usage.ru_utime) + micros(&usage.ru_stime));
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}
