/* Prints "out" on standard output and "err" on standard error. */
#include <stdio.h>

int main(void) {
  fputs("out\n", stdout);
  fputs("err\n", stderr);
  return 0;
}
