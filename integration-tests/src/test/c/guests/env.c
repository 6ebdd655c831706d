/* Prints its environment variables, each on a line of its own. */
#include <stdio.h>

extern char **environ;

int main(void) {
  for (char **each = environ; each && *each; each++) puts(*each);
  return 0;
}
