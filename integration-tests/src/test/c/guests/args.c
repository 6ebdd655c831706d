/* Prints its arguments, each on a line of its own. */
#include <stdio.h>

int main(int argc, char **argv) {
  for (int i = 0; i < argc; i++) puts(argv[i]);
  return 0;
}
