/* What a process may do with files of several modes; the caller has made them in the directory. */
#include "report.h"

static void try(const char *name) {
  char what[64];
  int fd;
  snprintf(what, sizeof what, "read %s", name);
  fd = (int)ok(what, open(at(name), O_RDONLY));
  if (fd >= 0) close(fd);
  snprintf(what, sizeof what, "write %s", name);
  fd = (int)ok(what, open(at(name), O_WRONLY));
  if (fd >= 0) close(fd);
}

int main(int argc, char **argv) {
  begin(argc, argv);
  try("mode-000");
  try("mode-400");
  try("mode-600");
  try("mode-604");
  try("mode-666");
  try("dir-700/file");
  try("dir-711/file");
  ok("list dir-711", open(at("dir-711"), O_RDONLY | O_DIRECTORY));
  ok("list dir-755", open(at("dir-755"), O_RDONLY | O_DIRECTORY));
  ok("create in dir-755", open(at("dir-755/new"), O_WRONLY | O_CREAT, 0666));
  ok("mkdir in dir-755", mkdir(at("dir-755/new"), 0777));
  ok("unlink in dir-755", unlink(at("dir-755/file")));
  ok("rename in dir-755", rename(at("dir-755/file"), at("dir-755/other")));
  ok("create in dir-777", open(at("dir-777/new"), O_WRONLY | O_CREAT, 0666));
  ok("mkdir in dir-777", mkdir(at("dir-777/new-dir"), 0777));
  ok("unlink in dir-777", unlink(at("dir-777/file")));
  ok("create in dir-1777", open(at("dir-1777/new"), O_WRONLY | O_CREAT, 0666));
  ok("unlink another's in dir-1777", unlink(at("dir-1777/file")));
  ok("unlink one's own in dir-1777", unlink(at("dir-1777/new")));
  return 0;
}
