;; Runs into an unreachable instruction, one call below the start function.
(module
  (memory (export "memory") 1)
  (func $boom (unreachable))
  (func $start (export "_start") (call $boom)))
