/* Seeking, and reading and writing at an offset. */
#include <sys/uio.h>

#include "report.h"

int main(int argc, char **argv) {
  char buffer[16] = "";
  begin(argc, argv);
  make("file", "0123456789");
  int fd = (int)ok("O_RDWR", open(at("file"), O_RDWR));
  number("SEEK_SET 3", lseek(fd, 3, SEEK_SET));
  number("SEEK_CUR 4", lseek(fd, 4, SEEK_CUR));
  number("SEEK_CUR -5", lseek(fd, -5, SEEK_CUR));
  number("SEEK_END 0", lseek(fd, 0, SEEK_END));
  number("SEEK_END -10", lseek(fd, -10, SEEK_END));
  number("SEEK_END -11", lseek(fd, -11, SEEK_END));
  number("SEEK_SET -1", lseek(fd, -1, SEEK_SET));
  number("unknown whence", lseek(fd, 0, 77));
  number("offset after errors", lseek(fd, 0, SEEK_CUR));
  number("SEEK_SET past the end", lseek(fd, 100, SEEK_SET));
  number("read past the end", read(fd, buffer, 4));
  number("SEEK_CUR beyond 2^63", lseek(fd, 0x7fffffffffffffffLL, SEEK_CUR));
  number("SEEK_SET 2", lseek(fd, 2, SEEK_SET));

  number("pread 3 at 7", pread(fd, buffer, 3, 7));
  text("read", buffer);
  number("pread at the end", pread(fd, buffer, 3, 10));
  number("pread across the end", pread(fd, buffer, 16, 8));
  number("pread at -1", pread(fd, buffer, 3, -1));
  number("pwrite at 4", pwrite(fd, "ab", 2, 4));
  number("pwrite at -1", pwrite(fd, "ab", 2, -1));
  number("pwrite past the end", pwrite(fd, "z", 1, 12));
  number("pread in the hole", pread(fd, buffer, 2, 10));
  yes_no("hole is zeros", buffer[0] == 0 && buffer[1] == 0);
  number("offset is the one before", lseek(fd, 0, SEEK_CUR));
  memset(buffer, 0, sizeof buffer);
  number("read", read(fd, buffer, 4));
  text("read", buffer);

  int other = (int)ok("open again", open(at("file"), O_RDWR));
  number("has its own offset", lseek(other, 0, SEEK_CUR));
  number("writes", write(other, "XY", 2));
  memset(buffer, 0, sizeof buffer);
  number("seen by the first", pread(fd, buffer, 3, 0));
  text("read", buffer);

  struct iovec out[3] = {{(void *)"ab", 2}, {NULL, 0}, {(void *)"cde", 3}};
  number("writev", writev(other, out, 3));
  char one[3] = "", two[5] = "";
  struct iovec in[2] = {{one, 2}, {two, 4}};
  number("SEEK_SET 1", lseek(other, 1, SEEK_SET));
  number("readv", readv(other, in, 2));
  text("first", one);
  text("second", two);
  number("read of nothing", read(other, buffer, 0));
  number("write of nothing", write(other, buffer, 0));

  int directory_fd = (int)ok("directory", open(directory, O_RDONLY | O_DIRECTORY));
  number("pread from a directory", pread(directory_fd, buffer, 1, 0));
  number("seek of a bad descriptor", lseek(99, 0, SEEK_SET));
  return 0;
}
