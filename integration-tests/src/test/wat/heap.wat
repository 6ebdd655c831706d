;; A table and a thread each take what they can of the sentry's heap.
(module
  (table $table 1 externref)
  (memory (export "memory") 1)
  (func (export "_start")
    (loop $more
      (br_if $more (i32.ne (i32.const -1)
        (table.grow $table (ref.null extern) (i32.const 100000)))))
    (unreachable)))
