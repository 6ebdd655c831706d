;; Says "ready" and then waits for a clock, again and again. Where poll_oneoff is missing this is a busy loop. Memory:
;;   0 [ address 8, length 6 ] "ready\n"
;;  64 one subscription: 72 clock (tag 0), 80 monotonic (1), 88 one hour in nanoseconds
;; 128 one event, 192 number of events
(module
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "poll_oneoff" (func $poll_oneoff (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "\08\00\00\00\06\00\00\00ready\n")
  (func (export "_start")
    (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 20)))
    (loop $forever
      (i32.store (i32.const 80) (i32.const 1))
      (i64.store (i32.const 88) (i64.const 3600000000000))
      (drop (call $poll_oneoff (i32.const 64) (i32.const 128) (i32.const 1) (i32.const 192)))
      (br $forever))))
