/*
 * race DIRECTORY ROUNDS        works in a directory,
 * race DIRECTORY ROUNDS NAME   works on a file in it,
 * that somebody else swaps for a symbolic link to the outside, again and again, and tells when it has
 * read what lies there.
 */
#include "report.h"

/* The first two count what depends on which of the two is there. */
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

static void work_in_directory(long i) {
  char name[64], other[64];
  struct stat stat;
  snprintf(name, sizeof name, "new-%ld", i % 7);
  snprintf(other, sizeof other, "moved-%ld", i % 5);
  look(open(at("canary"), O_RDONLY));
  look(open(at("inner/canary"), O_RDONLY));
  look(count(open(at("inside"), O_RDONLY)));
  int fd = count(open(at(name), O_WRONLY | O_CREAT, 0666));
  if (fd >= 0) {
    write(fd, "guest", 5);
    close(fd);
  }
  fd = open(at("canary"), O_WRONLY | O_TRUNC);
  if (fd >= 0) {
    escaped++;
    close(fd);
  }
  if (lstat(at("canary"), &stat) == 0) escaped++;
  rename(at(name), at(other));
  link(at(other), at(name));
  symlink("anywhere", at("link"));
  unlink(at("link"));
  unlink(at(name));
  if (unlink(at("canary")) == 0) escaped++;
  if (rename(at("canary"), at("stolen")) == 0) escaped++;
  mkdir(at("made"), 0777);
  rmdir(at("made"));
  struct timespec epoch[2] = {{0, 0}, {0, 0}};
  count(utimensat(AT_FDCWD, at("inside"), epoch, 0));
  look_in(opendir(directory));
  look_in(opendir(at("inner")));
}

static void work_on_file(const char *name) {
  struct timespec epoch[2] = {{0, 0}, {0, 0}};
  look(count(open(at(name), O_RDONLY)));
  int fd = count(open(at(name), O_RDWR));
  if (fd >= 0) {
    char content[64] = "";
    if (pread(fd, content, sizeof content - 1, 0) > 0 && strstr(content, "canary")) escaped++;
    count(pwrite(fd, "guest", 5, 0));
    count(ftruncate(fd, 5));
    close(fd);
  }
  fd = count(open(at(name), O_WRONLY | O_CREAT | O_TRUNC, 0666));
  if (fd >= 0) close(fd);
  fd = count(open(at(name), O_WRONLY | O_APPEND));
  if (fd >= 0) {
    count(write(fd, "guest", 5));
    close(fd);
  }
  fd = open(at(name), O_WRONLY | O_CREAT | O_EXCL, 0666);
  if (fd >= 0) close(fd);
  count(utimensat(AT_FDCWD, at(name), epoch, 0));
  linkat(AT_FDCWD, at(name), AT_FDCWD, at("linked"), AT_SYMLINK_FOLLOW);
  look(open(at("linked"), O_RDONLY));
  unlink(at("linked"));
}

int main(int argc, char **argv) {
  begin(argc, argv);
  long rounds = argc > 2 ? atol(argv[2]) : 1;
  puts("ready");
  fflush(stdout);
  for (long i = 0; i < rounds || (i < 100 * rounds && (succeeded == 0 || refused == 0)); i++) {
    if (argc > 3) work_on_file(argv[3]);
    else work_in_directory(i);
  }
  printf("escaped %ld\n", escaped);
  printf("both outcomes: %s\n", succeeded > 0 && refused > 0 ? "yes" : "no");
  return escaped > 0;
}
