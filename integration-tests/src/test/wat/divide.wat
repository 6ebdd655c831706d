;; Divides by zero.
(module
  (memory (export "memory") 1)
  (global $zero (mut i32) (i32.const 0))
  (func $divide (result i32) (i32.div_s (i32.const 1) (global.get $zero)))
  (func $start (export "_start") (drop (call $divide))))
