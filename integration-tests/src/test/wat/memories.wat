;; Two memories. The second grows by single pages, as far as it gets; each page is found zero and gets its number. Then
;; all numbers are looked for, and copied into the first memory by the page. Prints "grown" when all were there.
(module
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 2 2)
  (memory $other 1 500)
  (data (i32.const 0) "\08\00\00\00\06\00\00\00grown\n")
  (func (export "_start") (local $page i32) (local $pages i32)
    (loop $grow
      (if (i32.load $other (i32.shl (local.get $page) (i32.const 16))) (then (unreachable)))
      (i32.store $other (i32.shl (local.get $page) (i32.const 16)) (i32.add (local.get $page) (i32.const 1)))
      (local.set $page (i32.add (local.get $page) (i32.const 1)))
      (br_if $grow (i32.eq (memory.grow $other (i32.const 1)) (local.get $page))))
    (if (i32.ne (memory.size $other) (local.get $page)) (then (unreachable)))
    (if (i32.ne (memory.size 0) (i32.const 2)) (then (unreachable)))
    (loop $read
      (local.set $page (i32.sub (local.get $page) (i32.const 1)))
      (memory.copy 0 $other (i32.const 65536) (i32.shl (local.get $page) (i32.const 16)) (i32.const 65536))
      (if (i32.ne (i32.load (i32.const 65536)) (i32.add (local.get $page) (i32.const 1))) (then (unreachable)))
      (br_if $read (local.get $page)))
    (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 16)))))
