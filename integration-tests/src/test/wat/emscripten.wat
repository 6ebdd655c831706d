;; Grows as the C library of emscripten does without JavaScript, and tells after each growth: the number of a memory, which
;; is 0 but for the last time, when it is none. What is in the memory is written from where it then lies.
(module
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (import "env" "emscripten_notify_memory_growth" (func $notify (param i32)))
  (memory (export "memory") 1 16)
  (table (export "__indirect_function_table") 1 1 funcref)
  (data (i32.const 0) "\08\00\00\00\02\00\00\00+\n")
  (func $resize (param $pages i32) (result i32)
    (if (i32.eq (memory.grow (local.get $pages)) (i32.const -1)) (then (return (i32.const 0))))
    (call $notify (i32.const 0))
    (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1)
      (i32.sub (i32.shl (memory.size) (i32.const 16)) (i32.const 4))))
    (i32.const 1))
  (func (export "_start")
    (loop $more (br_if $more (call $resize (i32.const 6))))
    (call $notify (i32.const -1))
    (call $proc_exit (memory.size))))
