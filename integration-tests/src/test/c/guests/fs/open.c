/* Which flags open what, and what an opened file then allows. */
#include "report.h"

int main(int argc, char **argv) {
  char byte = 'x';
  int fd;
  begin(argc, argv);
  make("file", "content");
  ok("mkdir", mkdir(at("dir"), 0777));
  ok("symlink to file", symlink("file", at("link")));
  ok("symlink to nothing", symlink("created", at("dangling")));

  ok("missing", open(at("missing"), O_RDONLY));
  ok("missing below missing, O_CREAT", open(at("missing/new"), O_WRONLY | O_CREAT, 0666));
  ok("below a file", open(at("file/x"), O_RDONLY));
  ok("below a file, O_CREAT", open(at("file/x"), O_WRONLY | O_CREAT, 0666));
  ok("O_CREAT|O_EXCL on a file", open(at("file"), O_WRONLY | O_CREAT | O_EXCL, 0666));
  ok("O_CREAT|O_EXCL on a directory", open(at("dir"), O_RDONLY | O_CREAT | O_EXCL, 0666));
  ok("O_CREAT|O_EXCL on a link", open(at("link"), O_WRONLY | O_CREAT | O_EXCL, 0666));
  ok("O_CREAT|O_EXCL on a dangling link", open(at("dangling"), O_WRONLY | O_CREAT | O_EXCL, 0666));
  ok("O_DIRECTORY on a file", open(at("file"), O_RDONLY | O_DIRECTORY));
  ok("O_DIRECTORY on a directory", open(at("dir"), O_RDONLY | O_DIRECTORY));
  ok("O_WRONLY on a directory", open(at("dir"), O_WRONLY));
  ok("O_RDWR on a directory", open(at("dir"), O_RDWR));
  ok("O_NOFOLLOW on a link", open(at("link"), O_RDONLY | O_NOFOLLOW));
  ok("O_NOFOLLOW on a file", open(at("file"), O_RDONLY | O_NOFOLLOW));
  ok("dangling link", open(at("dangling"), O_RDONLY));

  fd = (int)ok("O_CREAT through a dangling link", open(at("dangling"), O_WRONLY | O_CREAT, 0666));
  number("write to it", write(fd, "made", 4));
  ok("close", close(fd));
  ok("close again", close(fd));
  type("created");
  type("dangling");
  show("created");

  fd = (int)ok("O_RDONLY", open(at("file"), O_RDONLY));
  number("write to O_RDONLY", write(fd, &byte, 1));
  number("read from O_RDONLY", read(fd, &byte, 1));
  ok("close", close(fd));
  number("read after close", read(fd, &byte, 1));
  fd = (int)ok("O_WRONLY", open(at("file"), O_WRONLY));
  number("read from O_WRONLY", read(fd, &byte, 1));
  number("write to O_WRONLY", write(fd, "C", 1));
  ok("close", close(fd));
  show("file");
  fd = (int)ok("O_RDWR|O_TRUNC", open(at("file"), O_RDWR | O_TRUNC));
  number("read", read(fd, &byte, 1));
  number("write", write(fd, "new", 3));
  number("seek", lseek(fd, 0, SEEK_SET));
  number("read back", read(fd, &byte, 1));
  ok("close", close(fd));
  show("file");
  fd = (int)ok("O_CREAT on a file", open(at("file"), O_WRONLY | O_CREAT, 0666));
  ok("close", close(fd));
  show("file");

  fd = (int)ok("directory, O_RDONLY", open(at("dir"), O_RDONLY));
  number("read from a directory", read(fd, &byte, 1));
  ok("openat, O_CREAT", openat(fd, "inner", O_WRONLY | O_CREAT, 0666));
  ok("openat, missing", openat(fd, "missing", O_RDONLY));
  ok("openat, parent", openat(fd, "../file", O_RDONLY));
  ok("close", close(fd));
  ok("openat after close", openat(fd, "inner", O_RDONLY));
  type("dir/inner");

  fd = open(at("file"), O_RDONLY);
  ok("openat below a file", openat(fd, "inner", O_RDONLY));
  return 0;
}
