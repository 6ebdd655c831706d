/* What a program with threads needs of a C library; Debian's wasi-libc is built without threads. */
#ifndef THREADS_H
#define THREADS_H

#include <stdint.h>

#define EAGAIN 6

#define IMPORT(module, name) __attribute__((import_module(module), import_name(name)))
#define WASI(name) IMPORT("wasi_snapshot_preview1", #name)

struct iovec {
  const void *bytes;
  uint32_t length;
};

WASI(args_get) int args_get(char **pointers, char *strings);
WASI(args_sizes_get) int args_sizes_get(uint32_t *count, uint32_t *bytes);
WASI(clock_time_get) int clock_time_get(int clock, uint64_t precision, uint64_t *time);
WASI(fd_read) int fd_read(int fd, const struct iovec *iovecs, int count, uint32_t *read);
WASI(fd_write) int fd_write(int fd, const struct iovec *iovecs, int count, uint32_t *written);
WASI(poll_oneoff) int poll_oneoff(const void *subscriptions, void *events, int count, uint32_t *happened);
WASI(proc_exit) _Noreturn void proc_exit(int code);
WASI(sched_yield) int sched_yield(void);

#define MAX_THREADS 1500
#define STACK_BYTES 2048
#define TLS_BYTES 64

struct thread {
  char *stack; /* first: thread.s */
  void (*run)(int argument);
  int argument;
  int tid;     /* as the thread was told */
  int ended;   /* woken when it becomes 1 */
  char tls[TLS_BYTES] __attribute__((aligned(16)));
};

static struct thread threads[MAX_THREADS];
static char stacks[MAX_THREADS][STACK_BYTES] __attribute__((aligned(16)));

IMPORT("wasi", "thread-spawn") int thread_spawn(struct thread *);
void __wasm_init_tls(void *);

/* Returns the new thread's number, or a negative errno. */
static int start(int slot, void (*run)(int), int argument) {
  struct thread *thread = &threads[slot];
  thread->stack = stacks[slot] + STACK_BYTES;
  thread->run = run;
  thread->argument = argument;
  thread->ended = 0;
  return thread_spawn(thread);
}

static void wait_while(int *word, int value) {
  while (__atomic_load_n(word, __ATOMIC_SEQ_CST) == value) __builtin_wasm_memory_atomic_wait32(word, value, -1);
}

static void set_and_wake(int *word, int value) {
  __atomic_store_n(word, value, __ATOMIC_SEQ_CST);
  __builtin_wasm_memory_atomic_notify(word, -1);
}

static void join(int slot) { wait_while(&threads[slot].ended, 0); }

/* Called by thread.s on the new thread's own stack. */
void thread_main(int tid, struct thread *thread) {
  __wasm_init_tls(thread->tls);
  thread->tid = tid;
  thread->run(thread->argument);
  set_and_wake(&thread->ended, 1);
}

static void print(const char *text) {
  struct iovec iovec = {text, 0};
  while (text[iovec.length]) iovec.length++;
  uint32_t written;
  if (fd_write(1, &iovec, 1, &written)) proc_exit(100);
}

static void print_number(const char *before, long long number, const char *after) {
  char digits[24], *first = digits + sizeof digits - 1;
  unsigned long long left = number < 0 ? -(unsigned long long)number : (unsigned long long)number;
  *first = 0;
  do *--first = (char)('0' + left % 10);
  while (left /= 10);
  if (number < 0) *--first = '-';
  print(before);
  print(first);
  print(after);
}

static int same(const char *a, const char *b) {
  while (*a && *a == *b) a++, b++;
  return *a == *b;
}

/* The program's first argument after its name, or "". */
static const char *mode(void) {
  static char strings[1024];
  static char *arguments[16];
  uint32_t count, bytes;
  if (args_sizes_get(&count, &bytes) || count > 16 || bytes > sizeof strings) proc_exit(101);
  if (args_get(arguments, strings)) proc_exit(102);
  return count < 2 ? "" : arguments[1];
}

#endif
