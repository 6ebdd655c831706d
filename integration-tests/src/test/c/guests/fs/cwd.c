/* Relative paths start at the working directory. */
#include "report.h"

int main(int argc, char **argv) {
  begin(argc, argv);
  make("file", "content");
  show("file");
  show("./file");
  ok("mkdir", mkdir("made", 0777));
  make("made/inner", "inner");
  show("made/inner");
  show("made/../file");
  ok("rename", rename("file", "made/file"));
  type("file");
  show("made/file");
  ok("symlink", symlink("made/file", "link"));
  show("link");
  DIR *dir = opendir(".");
  int names = 0;
  for (struct dirent *entry; dir && (entry = readdir(dir));) names += entry->d_name[0] != '.';
  number("names", names);
  ok("unlink", unlink("link"));
  return 0;
}
