/* Hard links. */
#include "report.h"

static void links(const char *name) {
  struct stat stat;
  if (lstat(at(name), &stat) < 0) printf("links of %s: %s\n", name, error_name(errno));
  else printf("links of %s: %d\n", name, (int)stat.st_nlink);
}

static int same(const char *one, const char *other) {
  struct stat a, b;
  return lstat(at(one), &a) == 0 && lstat(at(other), &b) == 0 && a.st_ino == b.st_ino && a.st_dev == b.st_dev;
}

int main(int argc, char **argv) {
  begin(argc, argv);
  make("a", "one");
  mkdir(at("dir"), 0777);
  symlink("a", at("link"));
  symlink("missing", at("dangling"));
  links("a");
  ok("link", link(at("a"), at("b")));
  links("a");
  links("b");
  yes_no("same file", same("a", "b"));
  make("b", "two");
  show("a");
  ok("existing", link(at("a"), at("b")));
  ok("onto a directory", link(at("a"), at("dir")));
  ok("a directory", link(at("dir"), at("dir2")));
  ok("missing", link(at("missing"), at("c")));
  ok("into missing", link(at("a"), at("missing/c")));
  ok("below a file", link(at("a"), at("b/c")));
  ok("name with slash", link(at("a"), at("c/")));
  ok("into a directory", link(at("a"), at("dir/c")));
  links("a");
  ok("of a symbolic link", link(at("link"), at("link2")));
  type("link2");
  yes_no("same link", same("link", "link2"));
  ok("of a dangling link", link(at("dangling"), at("dangling2")));
  type("dangling2");
  ok("unlink", unlink(at("a")));
  links("b");
  show("b");
  show("dir/c");
  ok("unlink", unlink(at("b")));
  links("dir/c");
  int fd = open(at("dir/c"), O_RDONLY);
  ok("unlink the last", unlink(at("dir/c")));
  struct stat stat;
  ok("stat of the open file", fstat(fd, &stat));
  number("its links", (int)stat.st_nlink);
  return 0;
}
