/* A file with a hole of a gibibyte; the caller looks at what it occupies. */
#include "report.h"

int main(int argc, char **argv) {
  static char zeros[65536], block[65536];
  struct stat stat;
  begin(argc, argv);
  int fd = (int)ok("create", open(at("sparse"), O_RDWR | O_CREAT | O_TRUNC, 0666));
  number("start", write(fd, "start", 5));
  number("end", pwrite(fd, "end", 3, 1LL << 30));
  ok("stat", fstat(fd, &stat));
  number("size", (long long)stat.st_size);
  number("read in the hole", pread(fd, block, sizeof block, 1LL << 29));
  yes_no("zeros", memcmp(block, zeros, sizeof block) == 0);
  number("read across the end", pread(fd, block, sizeof block, (1LL << 30) - 1));
  yes_no("the end", memcmp(block, "\0end", 4) == 0);
  number("read over the start", pread(fd, block, 8, 0));
  yes_no("the start", memcmp(block, "start\0\0\0", 8) == 0);
  ok("ftruncate", ftruncate(fd, 1LL << 31));
  number("SEEK_END", lseek(fd, 0, SEEK_END));
  return 0;
}
