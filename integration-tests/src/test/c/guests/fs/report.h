/*
 * What the file guests have in common. Each works in the directory named by its first argument and
 * prints a line per result, the same on every system: errors by name, no addresses, times or inode
 * numbers.
 */
#ifndef REPORT_H
#define REPORT_H
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define UNUSED __attribute__((unused))

static const char *directory = ".";

/* The path of a name in the directory; good until eight more have been asked for. */
UNUSED static char *at(const char *name) {
  static char paths[8][8192];
  static unsigned next;
  char *path = paths[next++ % 8];
  snprintf(path, sizeof paths[0], "%s/%s", directory, name);
  return path;
}

UNUSED static const char *error_name(int error) {
#define NAME(e) if (error == e) return #e
  NAME(EACCES);
  NAME(EBADF);
  NAME(EBUSY);
  NAME(EEXIST);
  NAME(EFBIG);
  NAME(EILSEQ);
  NAME(EINVAL);
  NAME(EIO);
  NAME(EISDIR);
  NAME(ELOOP);
  NAME(EMFILE);
  NAME(EMLINK);
  NAME(ENAMETOOLONG);
  NAME(ENODEV);
  NAME(ENOENT);
  NAME(ENOMEM);
  NAME(ENOSPC);
  NAME(ENOSYS);
  NAME(ENOTDIR);
  NAME(ENOTEMPTY);
  NAME(EOPNOTSUPP);
  NAME(EPERM);
  NAME(EROFS);
  NAME(ESPIPE);
  NAME(ETXTBSY);
  NAME(EXDEV);
  NAME(ENXIO);
#ifdef ENOTCAPABLE
  NAME(ENOTCAPABLE);
#endif
#undef NAME
  static char other[32];
  snprintf(other, sizeof other, "errno %d", error);
  return other;
}

/* Prints whether a call has succeeded, and returns what it returned. */
UNUSED static long ok(const char *what, long returned) {
  printf("%s: %s\n", what, returned < 0 ? error_name(errno) : "ok");
  return returned;
}

/* Prints the number that a call has returned, or its error. */
UNUSED static long number(const char *what, long long returned) {
  if (returned < 0) printf("%s: %s\n", what, error_name(errno));
  else printf("%s: %lld\n", what, returned);
  return (long)returned;
}

UNUSED static void text(const char *what, const char *value) { printf("%s: \"%s\"\n", what, value); }

UNUSED static void yes_no(const char *what, int truth) { printf("%s: %s\n", what, truth ? "yes" : "no"); }

/* Makes a file with this content. */
UNUSED static void make(const char *name, const char *content) {
  int fd = open(at(name), O_WRONLY | O_CREAT | O_TRUNC, 0666);
  size_t length = strlen(content);
  if (fd < 0 || write(fd, content, length) != (ssize_t)length || close(fd) < 0)
    printf("cannot make %s: %s\n", name, error_name(errno));
}

/* Prints the content of a file. */
UNUSED static void show(const char *name) {
  char content[256];
  int fd = open(at(name), O_RDONLY);
  ssize_t length = fd < 0 ? -1 : read(fd, content, sizeof content - 1);
  if (length < 0) {
    printf("content of %s: %s\n", name, error_name(errno));
  } else {
    content[length] = 0;
    printf("content of %s: \"%s\"\n", name, content);
  }
  if (fd >= 0) close(fd);
}

/* Prints what a name is, without following it. */
UNUSED static void type(const char *name) {
  struct stat stat;
  if (lstat(at(name), &stat) < 0) printf("type of %s: %s\n", name, error_name(errno));
  else
    printf("type of %s: %s\n", name,
           S_ISREG(stat.st_mode)   ? "file"
           : S_ISDIR(stat.st_mode) ? "directory"
           : S_ISLNK(stat.st_mode) ? "symbolic link"
                                   : "other");
}

UNUSED static void begin(int argc, char **argv) {
  if (argc > 1) directory = argv[1];
}
#endif
