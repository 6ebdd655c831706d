;; Prints its arguments, each on a line of its own. Memory:
;;     0 count, 4 size of the texts
;;     8 iovec: address, length; 16 bytes written; 20 a line feed
;;  1024 addresses of the texts; 65536 the texts
(module
  (import "wasi_snapshot_preview1" "args_sizes_get" (func $sizes (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "args_get" (func $get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 4)
  (data (i32.const 20) "\n")
  (func $check (param $errno i32)
    (if (local.get $errno) (then (call $proc_exit (i32.add (i32.const 100) (local.get $errno))))))
  (func $length (param $text i32) (result i32)
    (local $end i32)
    (local.set $end (local.get $text))
    (block $found
      (loop $next
        (br_if $found (i32.eqz (i32.load8_u (local.get $end))))
        (local.set $end (i32.add (local.get $end) (i32.const 1)))
        (br $next)))
    (i32.sub (local.get $end) (local.get $text)))
  (func $print (param $text i32) (param $left i32)
    (loop $rest
      (i32.store (i32.const 8) (local.get $text))
      (i32.store (i32.const 12) (local.get $left))
      (call $check (call $fd_write (i32.const 1) (i32.const 8) (i32.const 1) (i32.const 16)))
      (local.set $text (i32.add (local.get $text) (i32.load (i32.const 16))))
      (local.set $left (i32.sub (local.get $left) (i32.load (i32.const 16))))
      (br_if $rest (local.get $left))))
  (func (export "_start")
    (local $at i32) (local $left i32)
    (call $check (call $sizes (i32.const 0) (i32.const 4)))
    (call $check (call $get (i32.const 1024) (i32.const 65536)))
    (local.set $at (i32.const 1024))
    (local.set $left (i32.load (i32.const 0)))
    (block $done
      (loop $each
        (br_if $done (i32.eqz (local.get $left)))
        (call $print (i32.load (local.get $at)) (call $length (i32.load (local.get $at))))
        (call $print (i32.const 20) (i32.const 1))
        (local.set $at (i32.add (local.get $at) (i32.const 4)))
        (local.set $left (i32.sub (local.get $left) (i32.const 1)))
        (br $each)))))
