/*
 * swap ONE OTHER - exchanges the two names, at once and as fast as it can, until its standard input
 * ends; then prints how often.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>

int main(int argc, char **argv) {
  struct pollfd input = {0, POLLIN, 0};
  long swaps = 0;
  if (argc != 3) return 2;
  while (poll(&input, 1, 0) == 0) {
    for (int i = 0; i < 100; i++, swaps++) {
      if (renameat2(AT_FDCWD, argv[1], AT_FDCWD, argv[2], RENAME_EXCHANGE) < 0) {
        perror("renameat2");
        return 1;
      }
    }
  }
  printf("%ld\n", swaps);
  return 0;
}
