# Requires what lies beside it, and tells its arguments.
require_relative "greet"

puts greeting(ARGV[0])
p ARGV.drop(1)
exit ARGV[2].to_i
