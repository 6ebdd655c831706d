/*
 * race DIRECTORY ROUNDS - works in a directory that somebody else swaps for a symbolic link to the
 * outside, again and again, and tells when it has read what lies there.
 */
#include "report.h"

static long succeeded, refused, escaped;

static int count(long result) {
  if (result < 0) refused++;
  else succeeded++;
  return (int)result;
}

static void look(int fd) {
  char content[64] = "";
  if (fd < 0) return;
  if (read(fd, content, sizeof content - 1) > 0 && strstr(content, "canary")) escaped++;
  close(fd);
}

static void look_in(DIR *dir) {
  if (!dir) return;
  for (struct dirent *entry; (entry = readdir(dir));)
    if (!strncmp(entry->d_name, "canary", 6)) escaped++;
  closedir(dir);
}

int main(int argc, char **argv) {
  char name[64], other[64];
  struct stat stat;
  begin(argc, argv);
  long rounds = argc > 2 ? atol(argv[2]) : 1;
  puts("ready");
  fflush(stdout);
  for (long i = 0; i < rounds; i++) {
    snprintf(name, sizeof name, "new-%ld", i % 7);
    snprintf(other, sizeof other, "moved-%ld", i % 5);
    look(count(open(at("canary"), O_RDONLY)));
    look(count(open(at("inner/canary"), O_RDONLY)));
    look(count(open(at("inside"), O_RDONLY)));
    int fd = count(open(at(name), O_WRONLY | O_CREAT, 0666));
    if (fd >= 0) {
      count(write(fd, "guest", 5));
      close(fd);
    }
    fd = open(at("canary"), O_WRONLY | O_TRUNC);
    if (fd >= 0) {
      escaped++;
      close(fd);
    }
    if (lstat(at("canary"), &stat) == 0) escaped++;
    count(rename(at(name), at(other)));
    count(link(at(other), at(name)));
    count(symlink("anywhere", at("link")));
    count(unlink(at("link")));
    count(unlink(at(name)));
    if (unlink(at("canary")) == 0) escaped++;
    if (rename(at("canary"), at("stolen")) == 0) escaped++;
    count(mkdir(at("made"), 0777));
    count(rmdir(at("made")));
    struct timespec epoch[2] = {{0, 0}, {0, 0}};
    count(utimensat(AT_FDCWD, at("inside"), epoch, 0));
    look_in(opendir(directory));
    look_in(opendir(at("inner")));
  }
  printf("escaped %ld\n", escaped);
  printf("both outcomes: %s\n", succeeded > 0 && refused > 0 ? "yes" : "no");
  return escaped > 0;
}
