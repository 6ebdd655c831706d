# Ends with an exception that has passed through several methods.
def inner(value) = 1 / value

def outer
  inner(0)
rescue ZeroDivisionError
  raise "ärger"
end

outer
