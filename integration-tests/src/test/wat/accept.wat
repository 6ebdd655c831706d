;; Accepts a connection on descriptor 3, writes one line to it and ends. Memory:
;;   0 [ address 8, length 12 ]   the only iovec
;;   8 "hello world\n"
;;  20 [ bytes written ]
;;  24 [ descriptor of the connection ]
(module
  (import "wasi_snapshot_preview1" "sock_accept"
    (func $sock_accept (param i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write"
    (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "\08\00\00\00\0c\00\00\00hello world\n")
  (func $check (param $errno i32)
    (if (local.get $errno) (then (call $proc_exit (local.get $errno)))))
  (func (export "_start")
    (call $check (call $sock_accept (i32.const 3) (i32.const 0) (i32.const 24)))
    (call $check
      (call $fd_write (i32.load (i32.const 24)) (i32.const 0) (i32.const 1) (i32.const 20)))))
