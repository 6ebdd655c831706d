/* Does with threads what its argument says; see each of the functions. */
#include "threads.h"

static _Thread_local int own = 5;
static int total;
static int arrived;
static int go;

enum { MONOTONIC = 1, PROCESS_CPU = 2, THREAD_CPU = 3 };

static void sleep_seconds(int seconds) {
  struct {
    uint64_t user_data, tag;
    uint32_t clock, gap;
    uint64_t nanos, precision, flags;
  } subscription = {.clock = MONOTONIC, .nanos = seconds * 1000000000ull};
  char event[32];
  uint32_t events;
  if (poll_oneoff(&subscription, event, 1, &events)) proc_exit(103);
}

static void yield(void) {
  if (sched_yield()) proc_exit(106);
}

static void arrive(void) {
  __atomic_fetch_add(&arrived, 1, __ATOMIC_SEQ_CST);
  __builtin_wasm_memory_atomic_notify(&arrived, -1);
}

static void await_arrival(int count) {
  for (int seen; (seen = __atomic_load_n(&arrived, __ATOMIC_SEQ_CST)) < count;) wait_while(&arrived, seen);
}

static void spin(int argument) {
  arrive();
  for (volatile int i = argument;; i++) {
  }
}

static void wait_for_ever(int argument) {
  arrive();
  for (;;) wait_while(&go, argument);
}

static void sleep_for_ever(int argument) {
  arrive();
  for (;;) sleep_seconds(argument);
}

static void read_for_ever(int argument) {
  char bytes[16];
  struct iovec iovec = {bytes, sizeof bytes};
  uint32_t count;
  arrive();
  for (;;)
    if (fd_read(argument, &iovec, 1, &count)) proc_exit(105);
}

static void add(int argument) {
  for (int i = 0; i < argument; i++) {
    own++;
    __atomic_fetch_add(&total, 1, __ATOMIC_SEQ_CST);
  }
  if (own != argument + 5) __builtin_trap();
}

/* Eight threads count together, each with a variable of its own besides. */
static void count(void) {
  for (int i = 0; i < 8; i++) start(i, add, 50000);
  for (int i = 0; i < 8; i++) join(i);
  print_number("counted ", total, "\n");
}

/* Twenty thousand threads, one after the other. */
static void turnover(void) {
  int last = 0, different = 1;
  for (int i = 0; i < 20000; i++) {
    int tid;
    while ((tid = start(0, add, 1)) == -EAGAIN) yield();
    join(0);
    different &= tid > 0 && tid != last && tid == threads[0].tid;
    last = tid;
  }
  print_number("ran ", total, different ? " threads\n" : " threads with wrong numbers\n");
}

static void until_go(int argument) { wait_while(&go, argument); }

/* Threads until there may be no more; then they end and there is room again. */
static void limit(void) {
  int started = 0, result;
  while (started < MAX_THREADS && (result = start(started, until_go, 0)) > 0) started++;
  print_number("started ", started, "");
  print_number(", then ", result, "\n");
  set_and_wake(&go, 1);
  for (int i = 0; i < started; i++) join(i);
  while ((result = start(0, until_go, 0)) == -EAGAIN) yield();
  join(0);
  print(result > 0 ? "and again\n" : "and no more\n");
}

/* Says how many threads there are each time when there may be more. */
static void watch(void) {
  for (int started = 0, before = 0;; before = started) {
    while (started < MAX_THREADS && start(started, until_go, 0) > 0) started++;
    if (started > before) print_number("", started, " threads\n");
    yield();
  }
}

static __attribute__((noinline)) int down(int depth) {
  if (depth == 0) {
    arrive();
    wait_while(&go, 0);
    return 1;
  }
  return __atomic_add_fetch(&total, down(depth - 1), __ATOMIC_SEQ_CST);
}

static void deep(int argument) { down(argument); }

/* Threads without an end of their calls each, until there may be no more: their stacks are not the program's memory. */
static void crowd(void) {
  int started = 0;
  while (started < MAX_THREADS && start(started, deep, 2000) > 0) await_arrival(++started);
  print_number("started ", started, "\n");
}

static void grow(int argument) {
  for (int refused = 0; refused < 10000;) {
    int page = (int)__builtin_wasm_memory_grow(0, 1);
    if (page == -1) {
      refused++;
      continue;
    }
    *(volatile int *)((uintptr_t)page * 65536) = argument;
    __atomic_fetch_add(&total, 1, __ATOMIC_SEQ_CST);
  }
}

/* Eight threads take all pages that there are, and ask on. */
static void memory(void) {
  int before = (int)__builtin_wasm_memory_size(0);
  for (int i = 0; i < 8; i++) start(i, grow, i);
  for (int i = 0; i < 8; i++) join(i);
  int after = (int)__builtin_wasm_memory_size(0);
  print(after == before + total ? "every page has one owner\n" : "pages were lost or given twice\n");
}

static uint64_t processor_time(int clock) {
  uint64_t nanos;
  if (clock_time_get(clock, 1, &nanos)) proc_exit(104);
  return nanos;
}

static void compute(int nanos) {
  while (processor_time(THREAD_CPU) < (uint64_t)nanos) {
  }
}

/* The process's clock counts two threads of 50 ms that have ended; this thread's does not. */
static void clocks(void) {
  start(0, compute, 50000000);
  join(0);
  start(1, compute, 50000000);
  join(1);
  uint64_t thread = processor_time(THREAD_CPU), process = processor_time(PROCESS_CPU);
  print(process >= thread + 90000000 ? "apart\n" : "mixed up\n");
}

static void three_that_never_end(void) {
  start(0, spin, 0);
  start(1, wait_for_ever, 0);
  start(2, sleep_for_ever, 3600);
  await_arrival(3);
}

static void exit_of_thread(int argument) { proc_exit(argument); }

static void trap_of_thread(int argument) {
  if (argument) __builtin_trap();
}

/* Says "ready" when many do the same, and then does it too. */
static void all(void (*what)(int), int threads_count, int argument) {
  for (int i = 0; i < threads_count; i++) start(i, what, argument);
  await_arrival(threads_count);
  print("ready\n");
  what(argument);
}

__attribute__((export_name("_start"))) void _start(void) {
  const char *what = mode();
  if (same(what, "count")) count();
  if (same(what, "turnover")) turnover();
  if (same(what, "limit")) limit();
  if (same(what, "memory")) memory();
  if (same(what, "watch")) watch();
  if (same(what, "crowd")) crowd();
  if (same(what, "clocks")) clocks();
  if (same(what, "spin")) all(spin, 10, 0);
  if (same(what, "wait")) all(wait_for_ever, 200, 0);
  if (same(what, "sleep")) all(sleep_for_ever, 200, 3600);
  if (same(what, "read")) all(read_for_ever, 3, 0);
  if (same(what, "return")) three_that_never_end();
  if (same(what, "exit")) {
    three_that_never_end();
    start(3, exit_of_thread, 42);
    spin(0);
  }
  if (same(what, "trap")) {
    three_that_never_end();
    start(3, trap_of_thread, 1);
    wait_for_ever(0);
  }
}
