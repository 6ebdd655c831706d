/* What stat says. */
#include "report.h"

static struct stat of(const char *name) {
  struct stat stat;
  memset(&stat, 0, sizeof stat);
  if (lstat(at(name), &stat) < 0) printf("stat of %s: %s\n", name, error_name(errno));
  return stat;
}

static int later(struct timespec one, struct timespec other) {
  return one.tv_sec != other.tv_sec ? one.tv_sec > other.tv_sec : one.tv_nsec > other.tv_nsec;
}

int main(int argc, char **argv) {
  struct stat stat, other;
  begin(argc, argv);
  make("file", "12345");
  make("empty", "");
  mkdir(at("dir"), 0777);
  symlink("file", at("link"));
  type("file");
  type("dir");
  type("link");
  type("missing");
  number("size", (long long)of("file").st_size);
  number("size of an empty file", (long long)of("empty").st_size);
  number("size of a link", (long long)of("link").st_size);
  number("links of a file", (long long)of("file").st_nlink);
  yes_no("inode numbers differ", of("file").st_ino != of("empty").st_ino);
  yes_no("inode numbers stay", of("file").st_ino == of("file").st_ino);
  yes_no("inode numbers are not zero", of("file").st_ino != 0 && of("dir").st_ino != 0);
  yes_no("one device", of("file").st_dev == of("dir").st_dev);

  int fd = open(at("file"), O_RDWR);
  ok("fstat", fstat(fd, &stat));
  other = of("file");
  yes_no("same as by name", stat.st_ino == other.st_ino && stat.st_dev == other.st_dev && stat.st_size == other.st_size &&
                                stat.st_mode == other.st_mode && stat.st_mtim.tv_nsec == other.st_mtim.tv_nsec);
  ok("stat through a link", fstatat(AT_FDCWD, at("link"), &stat, 0));
  yes_no("is the file's", stat.st_ino == other.st_ino);
  ok("stat of the directory", fstatat(AT_FDCWD, directory, &stat, 0));
  yes_no("is a directory", S_ISDIR(stat.st_mode));
  ok("stat of dir/.", fstatat(AT_FDCWD, at("dir/."), &stat, 0));
  yes_no("is dir", stat.st_ino == of("dir").st_ino);
  ok("stat of dir/..", fstatat(AT_FDCWD, at("dir/.."), &stat, 0));
  yes_no("is a directory", S_ISDIR(stat.st_mode));
  ok("stat of file/", fstatat(AT_FDCWD, at("file/"), &stat, 0));
  ok("stat of dir/", fstatat(AT_FDCWD, at("dir/"), &stat, 0));

  struct timespec past[2] = {{1000000000, 0}, {1000000000, 0}};
  ok("to the past", futimens(fd, past));
  yes_no("is in the past", of("file").st_mtim.tv_sec == 1000000000);
  number("write", write(fd, "x", 1));
  yes_no("a write changes the time of modification", later(of("file").st_mtim, past[1]));
  ok("to the past", futimens(fd, past));
  ok("truncate", ftruncate(fd, 100));
  yes_no("so does ftruncate", later(of("file").st_mtim, past[1]));
  number("size", (long long)of("file").st_size);
  ok("to the past", utimensat(AT_FDCWD, at("dir"), past, 0));
  make("dir/new", "");
  yes_no("a new name changes the directory's", later(of("dir").st_mtim, past[1]));
  ok("to the past", utimensat(AT_FDCWD, at("dir"), past, 0));
  ok("unlink", unlink(at("dir/new")));
  yes_no("so does a removed one", later(of("dir").st_mtim, past[1]));
  yes_no("the time of change is not set by hand", later(of("dir").st_ctim, past[1]));

  ok("standard output", fstat(1, &stat));
  ok("a bad descriptor", fstat(99, &stat));
  return 0;
}
