/*
 * reach WHAT... - says of each whether it can be had, or the name of the error:
 *
 *   connect:ADDRESS:PORT    a connection
 *   send:ADDRESS:PORT       a message
 *   bind:ADDRESS:PORT       an address of its own
 *   listen:ADDRESS:PORT     one to listen on
 *   name:NAME               the addresses of a name
 *   fetch:NAME:PORT         a connection to the first address of a name
 */
#include "sockets.h"

static void report(const char *what, int error) { printf("%s %s\n", what, error ? error_name(error) : "ok"); }

static int reach(const char *how, struct address *address, int port) {
  int is_message = strcmp(how, "send") == 0;
  int fd = open_socket(address, is_message ? DATAGRAM : STREAM), result;
  if (fd < 0) return errno;
  if (is_message) result = send_to(fd, "x", 1, address, port) < 0;
  else if (strcmp(how, "bind") == 0) result = bind_to(fd, address, port);
  else if (strcmp(how, "listen") == 0) result = bind_to(fd, address, port) < 0 || listen_on(fd, 5) < 0;
  else result = connect_to(fd, address, port);
  int error = result ? errno : 0;
  close(fd);
  return error;
}

static void try(const char *what) {
  struct address addresses[MAX_ADDRESSES];
  static char words[8192];
  snprintf(words, sizeof words, "%s", what);
  char *name = strchr(words, ':'), *port = strrchr(words, ':');
  *name++ = 0;
  if (port >= name) *port++ = 0;
  if (parse_address(name, addresses)) {
    report(what, reach(words, addresses, atoi(port)));
    return;
  }
  int count = resolve(name, addresses);
  if (strlen(what) > 200) what = "(a long name)";
  if (count < 0) report(what, errno);
  else if (strcmp(words, "name") == 0) {
    printf("%s", what);
    for (int i = 0; i < count; i++) printf(" %s", address_text(&addresses[i]));
    printf("\n");
  } else report(what, reach(words, addresses, atoi(port)));
}

int main(int argc, char **argv) {
  for (int i = 1; i < argc; i++) try(argv[i]);
  return 0;
}
