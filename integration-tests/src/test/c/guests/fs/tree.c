/* mkdir -p and rm -r. */
#include "report.h"

static int made, removed;

static void make_path(const char *path) {
  char part[4096];
  for (size_t i = 1; i <= strlen(path); i++) {
    if (path[i] != '/' && path[i] != 0) continue;
    memcpy(part, path, i);
    part[i] = 0;
    if (mkdir(at(part), 0777) == 0) made++;
    else if (errno != EEXIST) printf("cannot make %s: %s\n", part, error_name(errno));
  }
}

/* Removes everything below the directory, by descriptors. */
static void remove_in(int fd) {
  DIR *dir = fdopendir(fd);
  if (!dir) {
    printf("cannot read a directory: %s\n", error_name(errno));
    return;
  }
  for (struct dirent *entry; (entry = readdir(dir));) {
    if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..")) continue;
    if (entry->d_type == DT_DIR) {
      int inner = openat(fd, entry->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
      if (inner >= 0) remove_in(inner);
    }
    if (unlinkat(fd, entry->d_name, entry->d_type == DT_DIR ? AT_REMOVEDIR : 0) == 0) removed++;
    else printf("cannot remove %s: %s\n", entry->d_name, error_name(errno));
  }
  closedir(dir);
}

int main(int argc, char **argv) {
  char deep[4096] = "tree";
  begin(argc, argv);
  make_path("tree/a/b/c/d");
  make_path("tree/a/b/c2");
  make_path("tree/ünïcödé/目录/💾");
  number("made", made);
  ok("existing", mkdir(at("tree"), 0777));
  ok("existing with slash", mkdir(at("tree/"), 0777));
  ok("new with slash", mkdir(at("tree/new/"), 0777));
  ok("below missing", mkdir(at("missing/x"), 0777));
  make("tree/a/file", "kept");
  ok("below a file", mkdir(at("tree/a/file/x"), 0777));
  ok("on a file", mkdir(at("tree/a/file"), 0777));
  symlink("a", at("tree/link"));
  ok("on a link", mkdir(at("tree/link"), 0777));
  symlink("../../a", at("tree/a/b/up"));
  ok("on .", mkdir(at("tree/."), 0777));
  ok("on ..", mkdir(at("tree/.."), 0777));
  made = 0;
  for (int i = 0; i < 50; i++) strcat(deep, "/deeper");
  make_path(deep);
  number("made deep", made);
  strcat(deep, "/file");
  make(deep, "at the bottom");
  show(deep);
  show("tree/a/b/up/file");
  for (int i = 0; i < 100; i++) {
    char name[32];
    sprintf(name, "tree/a/b/c/%d", i);
    make(name, "x");
  }
  make("outside", "stays");
  symlink("../outside", at("tree/out"));
  int fd = open(at("tree"), O_RDONLY | O_DIRECTORY);
  remove_in(fd);
  number("removed", removed);
  ok("rmdir", rmdir(at("tree")));
  type("tree");
  show("outside");
  return 0;
}
