# Every name below a directory, and what it is.
require "find"

Find.find(ARGV.fetch(0)) do |path|
  puts File.directory?(path) ? "#{path}/" : "#{path} #{File.size(path)}"
end
