/* Which error a bad path gets, and what an odd one names. */
#include "report.h"

static void path(const char *what, const char *name) {
  int fd = open(at(name), O_RDONLY);
  printf("%s: %s\n", what, fd < 0 ? error_name(errno) : "ok");
  if (fd >= 0) close(fd);
}

/* "dir/../dir/../" as often as it fits, and then "file". */
static const char *winding(size_t length) {
  static char name[16384];
  size_t n = 0;
  while (n + 11 < length) n += (size_t)sprintf(name + n, "dir/../");
  while (n + 4 < length) n += (size_t)sprintf(name + n, "/");
  sprintf(name + n, "file");
  return name;
}

int main(int argc, char **argv) {
  char name[300];
  begin(argc, argv);
  make("file", "content");
  mkdir(at("dir"), 0777);
  make("dir/inner", "inner");
  make(" ", "a space");
  make("new\nline", "a line feed");
  make("back\\slash", "a backslash");
  make("...", "three dots");
  make("ümläut", "latin");
  make("\xf0\x9f\x92\xbe", "beyond the basic plane");

  ok("empty path", open("", O_RDONLY));
  path("missing", "missing");
  path("below missing", "missing/file");
  path("below a file", "file/inner");
  path("a file with slash", "file/");
  path("a file with slash and dot", "file/.");
  path("a file with dots", "file/..");
  path("below missing and back", "missing/../file");
  path("below a file and back", "file/../file");
  path("a directory with slash", "dir/");
  path("a directory with slashes", "dir///");
  path("double slashes", "dir//inner");
  path("dots", "./dir/././inner");
  path("back and forth", "dir/../dir/.//../dir/inner");
  path("dot at the end", "dir/.");
  path("dots at the end", "dir/..");
  path("a space", " ");
  path("a line feed", "new\nline");
  path("a backslash", "back\\slash");
  path("three dots", "...");
  path("umlauts", "ümläut");
  path("umlauts, decomposed", "u\xcc\x88ml\x61\xcc\x88ut");
  path("beyond the basic plane", "\xf0\x9f\x92\xbe");
  path("upper case", "FILE");
  memset(name, 'n', sizeof name);
  name[255] = 0;
  path("name of 255", name);
  name[255] = 'n';
  name[256] = 0;
  path("name of 256", name);
  path("path of 2000", winding(2000));
  path("path of 3900", winding(3900));
  path("path of 6000", winding(6000));
  return 0;
}
