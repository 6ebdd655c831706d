/* Symbolic links: making, reading and following them. */
#include "report.h"

static void target(const char *name, size_t room) {
  char buffer[64] = "";
  ssize_t length = readlink(at(name), buffer, room);
  if (length < 0) printf("target of %s: %s\n", name, error_name(errno));
  else printf("target of %s: \"%.*s\"\n", name, (int)length, buffer);
}

/* Makes NAME0 a link to FIRST, NAME1 one to NAME0, ..., count of them. */
static void chain(const char *name, const char *first, int count) {
  char from[32], to[32];
  snprintf(to, sizeof to, "%s", first);
  for (int i = 0; i < count; i++) {
    snprintf(from, sizeof from, "%s%d", name, i);
    if (symlink(to, at(from)) < 0) printf("cannot link %s: %s\n", from, error_name(errno));
    snprintf(to, sizeof to, "%s", from);
  }
}

int main(int argc, char **argv) {
  begin(argc, argv);
  make("file", "content");
  mkdir(at("dir"), 0777);
  mkdir(at("dir/sub"), 0777);
  make("dir/file", "in dir");
  make("dir/sub/file", "in sub");

  ok("symlink", symlink("file", at("link")));
  ok("existing", symlink("other", at("link")));
  ok("existing file", symlink("other", at("file")));
  ok("name with slash", symlink("file", at("new/")));
  ok("into missing", symlink("file", at("missing/link")));
  ok("empty target", symlink("", at("empty")));
  type("link");
  show("link");
  target("link", 64);
  target("link", 2);
  target("link", 0);
  target("file", 64);
  target("dir", 64);
  target("missing", 64);

  ok("to a directory", symlink("dir", at("d")));
  show("d/file");
  ok("to a directory in it", symlink("dir/sub", at("s")));
  show("s/file");
  show("s/../file");
  show("d/../file");
  show("s/../../file");
  ok("up and down", symlink("../file", at("dir/up")));
  show("dir/up");
  show("d/up");
  ok("odd text", symlink(".//dir/.//sub/..///file", at("odd")));
  show("odd");
  ok("unicode", symlink("dateï €", at("länk")));
  target("länk", 64);
  make("dateï €", "unicode");
  show("länk");

  ok("file as directory", symlink("file/", at("slash")));
  show("slash");
  show("link/");
  ok("directory with slash", open(at("d/"), O_RDONLY | O_DIRECTORY));
  ok("directory through link, O_NOFOLLOW", open(at("d"), O_RDONLY | O_DIRECTORY | O_NOFOLLOW));

  ok("loop of one", symlink("self", at("self")));
  show("self");
  ok("loop of two", symlink("two", at("one")));
  ok("loop of two", symlink("one", at("two")));
  show("one");
  ok("create in a loop", open(at("one"), O_WRONLY | O_CREAT, 0666));
  ok("create below a loop", open(at("one/x"), O_WRONLY | O_CREAT, 0666));
  type("one");
  chain("hop", "file", 41);
  show("hop29");
  show("hop39");
  show("hop40");

  ok("unlink the link", unlink(at("link")));
  type("link");
  show("file");
  ok("rmdir of a link", rmdir(at("d")));
  ok("unlink of a link to a directory", unlink(at("d")));
  type("dir");
  char longest[4097];
  memset(longest, 'x', sizeof longest);
  longest[4095] = 0;
  ok("target of 4095", symlink(longest, at("long")));
  longest[4095] = 'x';
  longest[4096] = 0;
  ok("target of 4096", symlink(longest, at("longer")));
  return 0;
}
