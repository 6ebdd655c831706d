/* client NAME PORT PATH - fetches by HTTP, and says on standard error which address it has connected to. */
#include "sockets.h"

static int fail(const char *what) {
  printf("%s: %s\n", what, error_name(errno));
  return 1;
}

int main(int argc, char **argv) {
  struct address addresses[MAX_ADDRESSES];
  char buffer[4096];
  if (argc < 4) return 2;
  int count = parse_address(argv[1], addresses) ? 1 : resolve(argv[1], addresses);
  if (count < 0) return fail("resolve");
  int fd = -1;
  for (int i = 0; i < count && fd < 0; i++) {
    fd = open_socket(&addresses[i], STREAM);
    if (fd < 0 || connect_to(fd, &addresses[i], atoi(argv[2])) < 0) {
      fail(address_text(&addresses[i]));
      if (fd >= 0) close(fd);
      fd = -1;
    } else fprintf(stderr, "connected to %s\n", address_text(&addresses[i]));
  }
  if (fd < 0) return 1;
  int length = snprintf(buffer, sizeof buffer, "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n", argv[3], argv[1]);
  if (write(fd, buffer, (size_t)length) != length) return fail("write");
  long n;
  while ((n = read(fd, buffer, sizeof buffer)) > 0)
    if (fwrite(buffer, 1, (size_t)n, stdout) != (size_t)n) return fail("standard output");
  return n < 0 ? fail("read") : 0;
}
