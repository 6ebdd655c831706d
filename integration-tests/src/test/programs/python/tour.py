"""Files of all kinds in the directory that is named: written, read back, listed, removed."""
import csv
import errno
import json
import os
import pathlib
import shutil
import sys
import tempfile
import zipfile

root = sys.argv[1]


def path(*names):
    return os.path.join(root, *names)


def error_of(call, *args):
    try:
        call(*args)
    except OSError as e:
        return f"{type(e).__name__} {errno.errorcode[e.errno]}"
    return "none"


with open(path("text.txt"), "w", encoding="utf-8") as file:
    for line in ("first", "größer", "目录 😀", ""):
        file.write(line + "\n")
with open(path("text.txt"), encoding="utf-8") as file:
    print("text:", file.read().split("\n"))
with open(path("text.txt"), "a+", encoding="utf-8") as file:
    file.write("last\n")
    file.seek(0)
    print("lines:", sum(1 for _ in file))

data = bytes(range(256)) * 4096
with open(path("data.bin"), "wb") as file:
    print("written:", file.write(data))
with open(path("data.bin"), "r+b") as file:
    file.seek(-5, os.SEEK_END)
    print("end:", file.read(), file.tell())
    file.seek(1000)
    file.write(b"changed")
    file.seek(1000)
    print("changed:", file.read(7))
    file.truncate(2000)
print("size:", os.stat(path("data.bin")).st_size)

names = ["ünïcödé", "файл", "目录", "😀", "a b", "-x", "e\u0301"]
os.makedirs(path("deep", *names))
for name in names:
    pathlib.Path(path("deep"), name + ".txt").write_text(name, encoding="utf-8")
print("names:", sorted(os.listdir(path("deep"))) == sorted([n + ".txt" for n in names] + [names[0]]))
print("contents:", all(pathlib.Path(path("deep"), n + ".txt").read_text("utf-8") == n for n in names))
walked = [(len(dirs), len(files)) for _, dirs, files in os.walk(path("deep"))]
print("walk:", walked)
print("glob:", sorted(p.name for p in pathlib.Path(path("deep")).glob("*.txt")) == sorted(n + ".txt" for n in names))

shutil.copytree(path("deep"), path("copy"))
print("copied:", sum(len(files) for _, _, files in os.walk(path("copy"))))
os.replace(path("copy", "a b.txt"), path("copy", "-x.txt"))
print("replaced:", pathlib.Path(path("copy", "-x.txt")).read_text())
os.rename(path("copy"), path("moved"))
print("moved:", os.path.isdir(path("moved")), os.path.exists(path("copy")))
os.symlink("text.txt", path("link"))
print("link:", os.readlink(path("link")), os.path.islink(path("link")), os.path.samefile(path("link"), path("text.txt")))
os.link(path("text.txt"), path("hard"))
print("hard link:", os.stat(path("hard")).st_nlink)
os.utime(path("text.txt"), ns=(1234567890123456789, 987654321987654321))
print("times:", os.stat(path("hard")).st_mtime_ns)
print("entries:", sorted((e.name, e.is_dir(), e.is_symlink()) for e in os.scandir(root)))

print("missing:", error_of(open, path("missing")))
print("not a directory:", error_of(os.listdir, path("text.txt")))
print("is a directory:", error_of(open, path("deep"), "w"))
print("exists:", error_of(os.mkdir, path("deep")))
print("not empty:", error_of(os.rmdir, path("deep")))
print("below a file:", error_of(open, path("text.txt", "x"), "w"))
print("exclusive:", error_of(open, path("text.txt"), "x"))

with open(path("table.csv"), "w", newline="") as file:
    csv.writer(file).writerows([["a", 1], ["b,c", 2]])
with open(path("table.csv"), newline="") as file:
    print("csv:", list(csv.reader(file)))
with open(path("data.json"), "w") as file:
    json.dump({"list": [1, 2.5, None], "text": "ä"}, file)
with open(path("data.json")) as file:
    print("json:", json.load(file))
with zipfile.ZipFile(path("archive.zip"), "w") as archive:
    archive.write(path("text.txt"), "inner/text.txt")
with zipfile.ZipFile(path("archive.zip")) as archive:
    print("zip:", archive.namelist(), archive.testzip())
with tempfile.TemporaryDirectory(dir=root) as directory:
    pathlib.Path(directory, "x").touch()
    print("temporary:", os.listdir(directory))
print("removed:", os.path.exists(directory))

for name in ("moved", "deep"):
    shutil.rmtree(path(name))
for name in ("link", "hard", "table.csv", "data.json", "archive.zip", "data.bin"):
    os.unlink(path(name))
print("left:", os.listdir(root))
