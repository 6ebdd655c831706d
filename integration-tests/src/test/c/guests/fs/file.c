/*
 * Does what its arguments say, one after the other, and prints a line for each:
 *   file write PATH TEXT read PATH list PATH ...
 */
#include "report.h"

static int by_name(const void *one, const void *other) { return strcmp(*(char *const *)one, *(char *const *)other); }

static void put(const char *path, const char *text, int flags) {
  int fd = open(path, O_WRONLY | flags, 0666);
  size_t length = strlen(text);
  int failed = fd < 0 || write(fd, text, length) != (ssize_t)length || close(fd) < 0;
  puts(failed ? error_name(errno) : "ok");
}

static void get(const char *path) {
  char content[4096];
  int fd = open(path, O_RDONLY);
  ssize_t length = fd < 0 ? -1 : read(fd, content, sizeof content);
  if (length < 0) puts(error_name(errno));
  else printf("\"%.*s\"\n", (int)length, content);
  if (fd >= 0) close(fd);
}

static void list(const char *path) {
  char *names[1000];
  size_t count = 0;
  DIR *dir = opendir(path);
  if (!dir) {
    puts(error_name(errno));
    return;
  }
  for (struct dirent *entry; count < 1000 && (entry = readdir(dir));)
    if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..")) names[count++] = strdup(entry->d_name);
  closedir(dir);
  qsort(names, count, sizeof *names, by_name);
  for (size_t i = 0; i < count; i++) printf(i ? " %s" : "%s", names[i]);
  puts("");
}

static void describe(const char *path) {
  struct stat stat;
  if (lstat(path, &stat) < 0) puts(error_name(errno));
  else if (S_ISDIR(stat.st_mode)) puts("directory");
  else if (S_ISLNK(stat.st_mode)) puts("symbolic link");
  else if (S_ISREG(stat.st_mode)) printf("file of %lld bytes\n", (long long)stat.st_size);
  else if (S_ISCHR(stat.st_mode)) puts("character device");
  else puts("other");
}

/* Writes until it fails. */
static void fill(const char *path) {
  static char block[4096];
  long long total = 0;
  int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666);
  ssize_t moved = fd;
  while (moved >= 0 && total < 1LL << 30) {
    moved = write(fd, block, sizeof block);
    if (moved > 0) total += moved;
  }
  int error = errno;
  if (fd >= 0) close(fd);
  printf("%s after %lld bytes\n", moved < 0 ? error_name(error) : "ok", total);
}

static void target(const char *path) {
  char buffer[4096];
  ssize_t length = readlink(path, buffer, sizeof buffer);
  if (length < 0) puts(error_name(errno));
  else printf("\"%.*s\"\n", (int)length, buffer);
}

static void done(int result) { puts(result < 0 ? error_name(errno) : "ok"); }

int main(int argc, char **argv) {
  for (int i = 1; i < argc;) {
    const char *verb = argv[i], *path = i + 1 < argc ? argv[i + 1] : "", *more = i + 2 < argc ? argv[i + 2] : "";
    int words = 2;
    printf("%s %s: ", verb, path);
    if (!strcmp(verb, "read")) get(path);
    else if (!strcmp(verb, "list")) list(path);
    else if (!strcmp(verb, "stat")) describe(path);
    else if (!strcmp(verb, "fill")) fill(path);
    else if (!strcmp(verb, "readlink")) target(path);
    else if (!strcmp(verb, "mkdir")) done(mkdir(path, 0777));
    else if (!strcmp(verb, "rmdir")) done(rmdir(path));
    else if (!strcmp(verb, "unlink")) done(unlink(path));
    else if (!strcmp(verb, "touch")) done(utimensat(AT_FDCWD, path, NULL, 0));
    else {
      words = 3;
      if (!strcmp(verb, "write")) put(path, more, O_CREAT | O_TRUNC);
      else if (!strcmp(verb, "create")) put(path, more, O_CREAT | O_EXCL);
      else if (!strcmp(verb, "append")) put(path, more, O_APPEND);
      else if (!strcmp(verb, "rename")) done(rename(path, more));
      else if (!strcmp(verb, "link")) done(link(path, more));
      else if (!strcmp(verb, "link-target")) done(linkat(AT_FDCWD, path, AT_FDCWD, more, AT_SYMLINK_FOLLOW));
      else if (!strcmp(verb, "symlink")) done(symlink(more, path));
      else return puts("unknown"), 2;
    }
    i += words;
  }
  return 0;
}
