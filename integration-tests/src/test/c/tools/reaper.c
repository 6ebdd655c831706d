/*
 * Adopts orphans the way a shim does: becomes a child subreaper, runs a command, prints "command STATUS", then waits
 * for every process that was left to it and prints "PID STATUS" for each, where STATUS is what a shell would say.
 *
 *   reaper COMMAND [ARGUMENT...]
 */
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static int shell_status(int status) { return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status); }

int main(int argc, char **argv) {
  int status;
  pid_t pid;
  if (argc < 2) return 2;
  prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
  setvbuf(stdout, NULL, _IOLBF, 0);
  pid_t command = fork();
  if (command == 0) {
    execv(argv[1], argv + 1);
    perror(argv[1]);
    _exit(127);
  }
  while ((pid = wait(&status)) > 0) {
    if (pid == command) printf("command %d\n", shell_status(status));
    else printf("%d %d\n", (int)pid, shell_status(status));
  }
  return 0;
}
