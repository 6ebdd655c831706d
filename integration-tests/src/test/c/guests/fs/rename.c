/* What may be renamed to what. */
#include "report.h"

static void move(const char *what, const char *from, const char *to) { ok(what, rename(at(from), at(to))); }

int main(int argc, char **argv) {
  begin(argc, argv);
  make("a", "a");
  make("b", "b");
  mkdir(at("dir"), 0777);
  mkdir(at("empty"), 0777);
  mkdir(at("full"), 0777);
  make("full/file", "in full");
  symlink("a", at("link"));

  move("missing to new", "missing", "new");
  move("missing to file", "missing", "a");
  move("file to itself", "a", "a");
  move("file to new", "a", "c");
  type("a");
  show("c");
  move("file to file", "c", "b");
  type("c");
  show("b");
  move("file to directory", "b", "dir");
  move("directory to file", "dir", "b");
  move("directory to new", "dir", "moved");
  type("dir");
  move("directory to empty directory", "moved", "empty");
  type("moved");
  move("directory to full directory", "empty", "full");
  move("full directory to empty directory", "full", "empty");
  show("empty/file");
  mkdir(at("outer"), 0777);
  mkdir(at("outer/inner"), 0777);
  move("directory into itself", "outer", "outer/inner/outer");
  move("directory onto its child", "outer", "outer/inner");
  move("child onto its parent", "outer/inner", "outer");
  move("file into a directory", "b", "outer/b");
  show("outer/b");
  move("file out of a directory", "outer/b", "b");
  move("file below a file", "b", "empty/file/b");
  move("file into a missing directory", "b", "missing/b");
  move("directory with slash", "outer/", "outer2/");
  type("outer2");
  move("file with slash", "b/", "d");
  move("file to name with slash", "b", "d/");
  type("b");
  type("d");

  move("link to new", "link", "link2");
  type("link2");
  move("file over link", "b", "link2");
  type("link2");
  show("link2");

  make("x", "x");
  link(at("x"), at("y"));
  move("file to another name of it", "x", "y");
  type("x");
  type("y");

  int fd = open(at("x"), O_RDWR);
  make("z", "z");
  move("over an open file", "z", "x");
  char old[2] = "";
  number("the open one is the old one", read(fd, old, 1));
  text("read", old);
  show("x");
  fd = open(at("x"), O_RDWR);
  move("an open file", "x", "elsewhere");
  number("write goes with it", write(fd, "!", 1));
  show("elsewhere");
  move("the directory itself", "outer2/.", "outer3");
  move("the parent", "outer2/..", "outer3");
  return 0;
}
