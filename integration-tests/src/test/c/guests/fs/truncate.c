/* Making files shorter and longer. */
#include "report.h"

static long long size(const char *name) {
  struct stat stat;
  return lstat(at(name), &stat) < 0 ? -1 : (long long)stat.st_size;
}

int main(int argc, char **argv) {
  char buffer[16] = "";
  begin(argc, argv);
  make("file", "0123456789");
  int fd = (int)ok("O_RDWR", open(at("file"), O_RDWR));
  number("SEEK_END", lseek(fd, 0, SEEK_END));
  ok("shorter", ftruncate(fd, 4));
  number("size", size("file"));
  show("file");
  number("offset stays", lseek(fd, 0, SEEK_CUR));
  ok("longer", ftruncate(fd, 12));
  number("size", size("file"));
  number("read", pread(fd, buffer, 16, 3));
  yes_no("zeros follow", buffer[0] == '3' && buffer[1] == 0 && buffer[8] == 0);
  number("write at the old offset", write(fd, "!", 1));
  number("size", size("file"));
  ok("to nothing", ftruncate(fd, 0));
  number("size", size("file"));
  ok("negative", ftruncate(fd, -1));
  ok("to 4 GiB", ftruncate(fd, 1LL << 32));
  number("size", size("file"));
  number("read of the end", pread(fd, buffer, 16, (1LL << 32) - 3));
  ok("to 3", ftruncate(fd, 3));
  ok("allocate 8", (errno = posix_fallocate(fd, 0, 8)) == 0 ? 0 : -1);
  number("size", size("file"));
  ok("allocate 5, which does not shrink", (errno = posix_fallocate(fd, 0, 5)) == 0 ? 0 : -1);
  number("size", size("file"));
  ok("allocate 4 at 100", (errno = posix_fallocate(fd, 100, 4)) == 0 ? 0 : -1);
  number("size", size("file"));
  ok("allocate nothing", (errno = posix_fallocate(fd, 0, 0)) == 0 ? 0 : -1);
  ok("close", close(fd));

  fd = (int)ok("O_RDONLY", open(at("file"), O_RDONLY));
  ok("shorter by a reader", ftruncate(fd, 1));
  number("size", size("file"));
  ok("close", close(fd));
  fd = (int)ok("O_WRONLY", open(at("file"), O_WRONLY));
  ok("shorter by a writer", ftruncate(fd, 1));
  number("size", size("file"));
  fd = (int)ok("directory", open(directory, O_RDONLY | O_DIRECTORY));
  ok("a directory", ftruncate(fd, 0));
  ok("a bad descriptor", ftruncate(99, 0));
  return 0;
}
