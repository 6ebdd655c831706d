;; Prints its data, 600,000 bytes at 65536 that the test appends; overwrites it, and prints that.
(module
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 12)
  (func $print
    (i32.store (i32.const 0) (i32.const 65536))
    (i32.store (i32.const 4) (i32.const 600000))
    (loop $more
      (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))
      (i32.store (i32.const 0) (i32.add (i32.load (i32.const 0)) (i32.load (i32.const 8))))
      (i32.store (i32.const 4) (i32.sub (i32.load (i32.const 4)) (i32.load (i32.const 8))))
      (br_if $more (i32.load (i32.const 4)))))
  (func $rest (loop $ever (br $ever)))
  (func (export "_start")
    (call $print)
    (memory.fill (i32.const 65536) (i32.const 33) (i32.const 600000))
    (call $print))
  (func (export "overwrite")
    (memory.fill (i32.const 65536) (i32.const 33) (i32.const 600000))
    (call $print)
    (call $rest)))
