;; Asks for a function that no kernel has.
(module
  (import "env" "teleport" (func $teleport (param i32)))
  (memory (export "memory") 1)
  (func (export "_start") (call $teleport (i32.const 1))))
