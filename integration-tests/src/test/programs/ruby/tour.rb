# Files of all kinds in the directory that is named: written, read back, listed, removed.
require "csv"
require "fileutils"
require "find"
require "json"
require "set"

ROOT = ARGV.fetch(0)

def path(*names) = File.join(ROOT, *names)

def error_of
  yield
  "none"
rescue SystemCallError => e
  e.class.name
end

File.write(path("text.txt"), "first\ngrößer\n目录 😀\n")
puts "text: #{File.readlines(path("text.txt"), chomp: true).inspect}"
File.open(path("text.txt"), "a+") do |file|
  file.puts "last"
  file.rewind
  puts "lines: #{file.each_line.count}"
end

data = (0..255).to_a.pack("C*") * 4096
puts "written: #{File.binwrite(path("data.bin"), data)}"
File.open(path("data.bin"), "r+b") do |file|
  file.seek(-5, IO::SEEK_END)
  puts "end: #{file.read.bytes.inspect} #{file.pos}"
  file.seek(1000)
  file.write("changed")
  file.seek(1000)
  puts "changed: #{file.read(7)}"
  file.truncate(2000)
end
puts "size: #{File.size(path("data.bin"))}"

names = ["ünïcödé", "файл", "目录", "😀", "a b", "-x"]
FileUtils.mkdir_p(path("deep", *names))
names.each { |name| File.write(path("deep", name + ".txt"), name) }
puts "names: #{Dir.children(path("deep")).to_set == (names.map { |n| n + ".txt" } + [names[0]]).to_set}"
puts "contents: #{names.all? { |n| File.read(path("deep", n + ".txt"), encoding: "utf-8") == n }}"
puts "found: #{Find.find(path("deep")).count}"
puts "glob: #{Dir.glob(path("deep", "*.txt")).size} #{Dir.glob(path("**", "*")).size}"

FileUtils.cp_r(path("deep"), path("copy"))
File.rename(path("copy"), path("moved"))
puts "moved: #{File.directory?(path("moved"))} #{File.exist?(path("copy"))}"
File.symlink("text.txt", path("link"))
puts "link: #{File.readlink(path("link"))} #{File.symlink?(path("link"))}"
File.link(path("text.txt"), path("hard"))
puts "hard link: #{File.stat(path("hard")).nlink} #{File.identical?(path("hard"), path("text.txt"))}"
File.utime(Time.at(1), Time.at(987654321, 987654321, :nsec), path("text.txt"))
puts "times: #{File.mtime(path("hard")).nsec}"

puts "missing: #{error_of { File.open(path("missing")) }}"
puts "not a directory: #{error_of { Dir.children(path("text.txt")) }}"
puts "is a directory: #{error_of { File.open(path("deep"), "w") }}"
puts "exists: #{error_of { Dir.mkdir(path("deep")) }}"
puts "not empty: #{error_of { Dir.rmdir(path("deep")) }}"
puts "below a file: #{error_of { File.write(path("text.txt", "x"), "") }}"

CSV.open(path("table.csv"), "w") { |csv| csv << ["a", 1] << ["b,c", 2] }
puts "csv: #{CSV.read(path("table.csv")).inspect}"
File.write(path("data.json"), JSON.generate({ list: [1, 2.5, nil], text: "ä" }))
puts "json: #{JSON.parse(File.read(path("data.json"))).inspect}"

FileUtils.rm_r([path("moved"), path("deep")])
File.unlink(*%w[link hard table.csv data.json data.bin].map { |name| path(name) })
puts "left: #{Dir.children(ROOT).inspect}"
