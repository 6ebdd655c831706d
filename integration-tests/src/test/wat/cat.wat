;; Copies standard input to standard output until the end, 64 KiB at a time; a short write is continued. Memory:
;;      0 iovec: address, length; 8 bytes moved
;;  65536 the buffer
(module
  (import "wasi_snapshot_preview1" "fd_read" (func $fd_read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 2)
  (func $check (param $errno i32)
    (if (local.get $errno) (then (call $proc_exit (i32.add (i32.const 100) (local.get $errno))))))
  (func (export "_start")
    (local $from i32) (local $left i32)
    (block $end
      (loop $chunk
        (i32.store (i32.const 0) (i32.const 65536))
        (i32.store (i32.const 4) (i32.const 65536))
        (call $check (call $fd_read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 8)))
        (local.set $from (i32.const 65536))
        (local.set $left (i32.load (i32.const 8)))
        (br_if $end (i32.eqz (local.get $left)))
        (loop $rest
          (i32.store (i32.const 0) (local.get $from))
          (i32.store (i32.const 4) (local.get $left))
          (call $check (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))
          (local.set $from (i32.add (local.get $from) (i32.load (i32.const 8))))
          (local.set $left (i32.sub (local.get $left) (i32.load (i32.const 8))))
          (br_if $rest (local.get $left)))
        (br $chunk)))))
