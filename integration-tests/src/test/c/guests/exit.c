/* Ends with the number in its first argument, or with 42 when there is none. */
#include <stdlib.h>

int main(int argc, char **argv) { return argc > 1 ? atoi(argv[1]) : 42; }
