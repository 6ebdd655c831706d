/* Setting times. */
#include "report.h"

#define SECOND 1000000000L

static void times(const char *name) {
  struct stat stat;
  if (lstat(at(name), &stat) < 0) {
    printf("times of %s: %s\n", name, error_name(errno));
    return;
  }
  printf("times of %s: %lld.%09ld %lld.%09ld\n", name, (long long)stat.st_atim.tv_sec, (long)stat.st_atim.tv_nsec,
         (long long)stat.st_mtim.tv_sec, (long)stat.st_mtim.tv_nsec);
}

/* Prints which of the two times were set to about now. */
static void recent(const char *name) {
  struct stat stat;
  lstat(at(name), &stat);
  printf("recent times of %s: %s %s\n", name, stat.st_atim.tv_sec > 1700000000 ? "yes" : "no",
         stat.st_mtim.tv_sec > 1700000000 ? "yes" : "no");
}

int main(int argc, char **argv) {
  struct timespec exact[2] = {{1234567890, 123456789}, {987654321, 987654321}};
  struct timespec now[2] = {{0, UTIME_NOW}, {0, UTIME_NOW}};
  struct timespec only_access[2] = {{5, 5}, {0, UTIME_OMIT}};
  struct timespec only_modification[2] = {{0, UTIME_OMIT}, {6, 6}};
  struct timespec nothing[2] = {{0, UTIME_OMIT}, {0, UTIME_OMIT}};
  struct timespec mixed[2] = {{7, 7}, {0, UTIME_NOW}};
  struct timespec epoch[2] = {{0, 0}, {0, 0}};
  struct timespec late[2] = {{4294967296, 1}, {8589934592, 2}};
  begin(argc, argv);
  make("file", "content");
  mkdir(at("dir"), 0777);
  symlink("file", at("link"));
  symlink("missing", at("dangling"));

  ok("exact", utimensat(AT_FDCWD, at("file"), exact, 0));
  times("file");
  ok("access only", utimensat(AT_FDCWD, at("file"), only_access, 0));
  times("file");
  ok("modification only", utimensat(AT_FDCWD, at("file"), only_modification, 0));
  times("file");
  ok("nothing", utimensat(AT_FDCWD, at("file"), nothing, 0));
  times("file");
  ok("now", utimensat(AT_FDCWD, at("file"), now, 0));
  recent("file");
  ok("one of them now", utimensat(AT_FDCWD, at("file"), mixed, 0));
  recent("file");
  ok("epoch", utimensat(AT_FDCWD, at("file"), epoch, 0));
  times("file");
  ok("beyond 32 bits", utimensat(AT_FDCWD, at("file"), late, 0));
  times("file");
  ok("a directory", utimensat(AT_FDCWD, at("dir"), exact, 0));
  times("dir");
  ok("through a link", utimensat(AT_FDCWD, at("link"), exact, 0));
  times("file");
  recent("link");
  ok("the link itself", utimensat(AT_FDCWD, at("link"), epoch, AT_SYMLINK_NOFOLLOW));
  times("link");
  times("file");
  ok("a dangling link", utimensat(AT_FDCWD, at("dangling"), exact, 0));
  ok("missing", utimensat(AT_FDCWD, at("missing"), exact, 0));
  int fd = open(at("file"), O_RDWR);
  ok("by descriptor", futimens(fd, only_modification));
  times("file");
  ok("now by descriptor", futimens(fd, NULL));
  recent("file");
  ok("a bad descriptor", futimens(99, exact));
  return 0;
}
