;; Writes 1 MiB of zeros to stdout again and again until there have been 64 of them, then says so on stderr and ends. With
;; an error it ends with that as its status.
(module
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 18)
  (data (i32.const 0) "\00\00\01\00\00\00\10\00" "\20\00\00\00\06\00\00\00") (data (i32.const 32) "ready\n")
  (global $left (mut i32) (i32.const 0x4000000))
  (func (export "_start") (local $error i32)
    (drop (call $fd_write (i32.const 2) (i32.const 8) (i32.const 1) (i32.const 16)))
    (loop $more
      (local.set $error (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 16)))
      (if (local.get $error) (then (call $proc_exit (local.get $error))))
      (global.set $left (i32.sub (global.get $left) (i32.load (i32.const 16))))
      (br_if $more (i32.gt_s (global.get $left) (i32.const 0))))))
