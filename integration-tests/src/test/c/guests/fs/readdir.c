/* Reading directories: small, of a thousand names, changed meanwhile. */
#include "report.h"

enum { COUNT = 1000 };

static char seen[COUNT];

/* Each name is in another script; the number in it tells which it is. */
static void name_of(int i, char *name) {
  static const char *const words[] = {"file", "größe", "файл", "ファイル", "😀", "a b", "-x", "e\xcc\x81"};
  sprintf(name, "%s.%d", words[i % 8], i);
}

static const char *kind(int d_type) {
  return d_type == DT_DIR ? "directory" : d_type == DT_REG ? "file" : d_type == DT_LNK ? "symbolic link" : "other";
}

int main(int argc, char **argv) {
  char name[300];
  struct dirent *entry;
  begin(argc, argv);
  make("file", "");
  mkdir(at("dir"), 0777);
  symlink("file", at("link"));
  DIR *dir = opendir(directory);
  int dots = 0, files = 0, dirs = 0, links = 0, others = 0, inodes = 0;
  while ((entry = readdir(dir))) {
    struct stat stat;
    if (entry->d_name[0] == '.') {
      dots++;
      continue;
    }
    if (lstat(at(entry->d_name), &stat) == 0 && stat.st_ino == entry->d_ino) inodes++;
    if (!strcmp(entry->d_name, "file")) files++, text("file is a", kind(entry->d_type));
    else if (!strcmp(entry->d_name, "dir")) dirs++, text("dir is a", kind(entry->d_type));
    else if (!strcmp(entry->d_name, "link")) links++, text("link is a", kind(entry->d_type));
    else others++;
  }
  closedir(dir);
  printf("dots %d, files %d, directories %d, links %d, others %d, inode numbers as in stat %d\n", dots, files, dirs, links,
         others, inodes);

  mkdir(at("many"), 0777);
  for (int i = 0; i < COUNT; i++) {
    char path[400];
    name_of(i, name);
    sprintf(path, "many/%s", name);
    int fd = open(at(path), O_WRONLY | O_CREAT | O_EXCL, 0666);
    if (fd < 0) printf("cannot make %s: %s\n", name, error_name(errno));
    else close(fd);
  }
  dir = opendir(at("many"));
  int once = 0, wrong = 0, twice = 0;
  long middle = 0;
  dots = 0;
  for (int n = 0; (entry = readdir(dir)); n++) {
    const char *point = strrchr(entry->d_name, '.');
    if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..")) {
      dots++;
      continue;
    }
    int i = point ? atoi(point + 1) : COUNT;
    if (i >= 0 && i < COUNT) name_of(i, name);
    if (i < 0 || i >= COUNT || strcmp(name, entry->d_name)) wrong++;
    else if (seen[i]++) twice++;
    else once++;
    if (n == 500) middle = telldir(dir);
  }
  printf("dots %d, once %d, twice %d, wrong %d\n", dots, once, twice, wrong);
  seekdir(dir, middle);
  int rest = 0;
  while (readdir(dir)) rest++;
  number("after the position of the middle", rest);
  rewinddir(dir);
  int again = 0;
  while (readdir(dir)) again++;
  number("after rewinding", again);
  closedir(dir);

  /* Every file that stays is seen exactly once, whatever happens to the others. */
  dir = opendir(at("many"));
  int removed = 0, failed = 0;
  while ((entry = readdir(dir))) {
    char path[400];
    if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..")) continue;
    snprintf(path, sizeof path, "many/%s", entry->d_name);
    if (unlink(at(path)) == 0) removed++;
    else failed++;
  }
  closedir(dir);
  printf("removed while reading %d, failed %d\n", removed, failed);
  ok("rmdir", rmdir(at("many")));

  ok("a file as directory", opendir(at("file")) ? 0 : -1);
  ok("missing", opendir(at("missing")) ? 0 : -1);
  memset(name, 'n', sizeof name);
  name[255] = 0;
  ok("name of 255 bytes", mkdir(at(name), 0777));
  ok("remove it", rmdir(at(name)));
  name[255] = 'n';
  name[256] = 0;
  ok("name of 256 bytes", mkdir(at(name), 0777));
  return 0;
}
