;; Imports a memory that is not shared, which nothing can give it.
(module
  (import "env" "memory" (memory 1))
  (func (export "_start")))
