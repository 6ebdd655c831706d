/* udp PORT - sends every message back to whom it is from, until one says "end". */
#include "sockets.h"

int main(int argc, char **argv) {
  static char message[65536];
  struct address any = {.length = 4}, from;
  int port, fd = open_socket(&any, DATAGRAM);
  if (fd < 0 || bind_to(fd, &any, argc > 1 ? atoi(argv[1]) : 9) < 0) {
    printf("cannot bind: %s\n", error_name(errno));
    return 1;
  }
  printf("ready\n");
  fflush(stdout);
  for (;;) {
    long length = receive_from(fd, message, sizeof message, &from, &port);
    if (length < 0 || send_to(fd, message, (uint32_t)length, &from, port) < 0) {
      printf("%s\n", error_name(errno));
      return 1;
    }
    if (length == 3 && memcmp(message, "end", 3) == 0) return 0;
  }
}
