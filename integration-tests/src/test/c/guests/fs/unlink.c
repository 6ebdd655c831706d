/* Removing files and directories, also while they are open. */
#include "report.h"

int main(int argc, char **argv) {
  char buffer[16] = "";
  struct stat stat;
  begin(argc, argv);
  make("file", "content");
  mkdir(at("dir"), 0777);
  mkdir(at("full"), 0777);
  make("full/file", "x");
  symlink("full", at("link"));

  ok("unlink missing", unlink(at("missing")));
  ok("unlink a directory", unlink(at("dir")));
  ok("unlink file/", unlink(at("file/")));
  ok("unlink below a file", unlink(at("file/x")));
  ok("rmdir missing", rmdir(at("missing")));
  ok("rmdir a file", rmdir(at("file")));
  ok("rmdir a full one", rmdir(at("full")));
  ok("rmdir a link", rmdir(at("link")));
  ok("rmdir a link with slash", rmdir(at("link/")));
  ok("rmdir ..", rmdir(at("full/..")));
  ok("rmdir .", rmdir(at("dir/.")));
  ok("remove with slash", rmdir(at("dir/")));
  type("dir");

  int fd = open(at("file"), O_RDWR);
  ok("unlink an open file", unlink(at("file")));
  type("file");
  number("read it", read(fd, buffer, 7));
  text("read", buffer);
  number("write it", write(fd, "!", 1));
  ok("stat it", fstat(fd, &stat));
  number("size", (long long)stat.st_size);
  make("file", "another");
  number("read the old one", pread(fd, buffer, 1, 7));
  show("file");
  ok("close", close(fd));

  mkdir(at("gone"), 0777);
  fd = open(at("gone"), O_RDONLY | O_DIRECTORY);
  ok("rmdir an open directory", rmdir(at("gone")));
  ok("create in it", openat(fd, "new", O_WRONLY | O_CREAT, 0666));
  ok("mkdir in it", mkdirat(fd, "new", 0777));
  ok("stat it", fstat(fd, &stat));
  DIR *dir = fdopendir(fd);
  int names = 0;
  for (struct dirent *entry; dir && (entry = readdir(dir));) names += strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..");
  number("names in it", names);
  ok("the name is free", mkdir(at("gone"), 0777));

  ok("unlink in the full one", unlink(at("full/file")));
  ok("rmdir it", rmdir(at("full")));
  type("link");
  ok("mkdir where a link points", mkdir(at("link"), 0777));
  ok("remove() a link", remove(at("link")));
  ok("remove() a directory", remove(at("gone")));
  ok("remove() a file", remove(at("file")));
  return 0;
}
