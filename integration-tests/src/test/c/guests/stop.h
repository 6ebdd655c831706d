/* As process 1 a native program gets no default action for signals: let it end the way a WebAssembly guest ends. */
#ifndef STOP_H
#define STOP_H
#ifdef __wasi__
static void end_on_signals(void) {}
#else
#include <signal.h>
#include <unistd.h>

static void end(int number) { _exit(128 + number); }

static void end_on_signals(void) {
  const int numbers[] = {SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGUSR2, SIGTERM};
  for (unsigned i = 0; i < sizeof numbers / sizeof *numbers; i++) signal(numbers[i], end);
}
#endif
#endif
