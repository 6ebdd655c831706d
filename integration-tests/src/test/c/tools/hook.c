/*
 * A hook that says where it runs: appends one line of JSON to a file.
 *
 *   hook POINT FILE [fail | hang]
 *
 * "fail" ends with status 3 after a line on standard error, "hang" never ends. Built static, so that it also runs where
 * there is no libc. The namespaces are asked from the kernel by pidfd, because the container may have no /proc; an
 * older kernel is asked through /proc.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/capability.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static const struct {
  const char *name;
  unsigned request;
} namespaces[] = {{"ipc", _IO(0xFF, 2)}, {"mnt", _IO(0xFF, 3)},  {"net", _IO(0xFF, 4)},
                  {"pid", _IO(0xFF, 5)}, {"user", _IO(0xFF, 9)}, {"uts", _IO(0xFF, 10)}};

static unsigned long inode_of_namespace(int self, unsigned index) {
  struct stat status = {0};
  int fd = ioctl(self, namespaces[index].request, 0);
  if (fd >= 0) {
    fstat(fd, &status);
    close(fd);
  } else {
    char path[64];
    snprintf(path, sizeof path, "/proc/self/ns/%s", namespaces[index].name);
    stat(path, &status);
  }
  return (unsigned long)status.st_ino;
}

static void print_text(FILE *out, const char *text) {
  fputc('"', out);
  for (; *text; text++) {
    unsigned char c = (unsigned char)*text;
    if (c == '"' || c == '\\') fputc('\\', out);
    if (c < ' ') fprintf(out, "\\u%04x", c);
    else fputc(c, out);
  }
  fputc('"', out);
}

static void print_texts(FILE *out, char **texts) {
  fputc('[', out);
  for (int i = 0; texts[i]; i++) {
    if (i) fputc(',', out);
    print_text(out, texts[i]);
  }
  fputc(']', out);
}

/* The container's state as it came, without its line feeds; null when nothing came. */
static void print_state(FILE *out) {
  int c, any = 0;
  while ((c = getchar()) != EOF) {
    any = 1;
    fputc(c == '\n' ? ' ' : c, out);
  }
  if (!any) fputs("null", out);
}

/* User, groups, limits and capabilities (as the words of capget and, bit by bit, of the bounding set). */
static void print_rights(FILE *out) {
  struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct caps[2] = {{0}};
  struct rlimit files = {0};
  gid_t groups[32];
  unsigned long bounding = 0;
  int count = getgroups(32, groups);
  syscall(SYS_capget, &header, caps);
  getrlimit(RLIMIT_NOFILE, &files);
  for (int bit = 0; bit < 63; bit++)
    if (prctl(PR_CAPBSET_READ, bit, 0, 0, 0) == 1) bounding |= 1ul << bit;
  fprintf(out, "\"uid\":%u,\"gid\":%u,\"groups\":[", geteuid(), getegid());
  for (int i = 0; i < count; i++) fprintf(out, "%s%u", i ? "," : "", groups[i]);
  fprintf(out, "],\"effective\":%u,\"permitted\":%u,\"bounding\":%lu,\"files\":%lu,\"noNewPrivileges\":%d,",
          caps[0].effective, caps[0].permitted, bounding, (unsigned long)files.rlim_cur,
          prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0));
}

int main(int argc, char **argv) {
  char line[65536], host[256] = "";
  struct timespec now;
  if (argc < 3) return 2;
  int self = (int)syscall(SYS_pidfd_open, getpid(), 0);
  clock_gettime(CLOCK_MONOTONIC, &now);
  gethostname(host, sizeof host - 1);
  FILE *out = fmemopen(line, sizeof line, "w");
  if (!out) return 4;
  fprintf(out, "{\"point\":\"%s\",\"nanos\":%lld,\"pid\":%d,", argv[1],
          (long long)now.tv_sec * 1000000000 + now.tv_nsec, (int)getpid());
  print_rights(out);
  fputs("\"hostname\":", out);
  print_text(out, host);
  fputs(",\"namespaces\":{", out);
  for (unsigned i = 0; i < sizeof namespaces / sizeof *namespaces; i++)
    fprintf(out, "%s\"%s\":%lu", i ? "," : "", namespaces[i].name, inode_of_namespace(self, i));
  fputs("},\"args\":", out);
  print_texts(out, argv);
  fputs(",\"env\":", out);
  print_texts(out, environ);
  fputs(",\"state\":", out);
  print_state(out);
  fputs("}\n", out);
  fclose(out);
  int log = open(argv[2], O_WRONLY | O_CREAT | O_APPEND, 0666);
  if (log < 0 || write(log, line, strlen(line)) < 0) {
    perror(argv[2]);
    return 5;
  }
  close(log);
  if (argc > 3 && !strcmp(argv[3], "fail")) {
    fputs("the hook says no\n", stderr);
    return 3;
  }
  while (argc > 3 && !strcmp(argv[3], "hang")) pause();
  return 0;
}
