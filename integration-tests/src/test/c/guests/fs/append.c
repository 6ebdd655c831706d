/* Where writes of files opened with O_APPEND go. */
#include "report.h"

int main(int argc, char **argv) {
  begin(argc, argv);
  make("log", "one\n");
  int first = (int)ok("O_APPEND", open(at("log"), O_WRONLY | O_APPEND));
  int second = (int)ok("O_APPEND again", open(at("log"), O_WRONLY | O_APPEND));
  number("first", write(first, "two\n", 4));
  number("second", write(second, "three\n", 6));
  number("offset of the first", lseek(first, 0, SEEK_CUR));
  number("first to the start", lseek(first, 0, SEEK_SET));
  number("first", write(first, "four\n", 5));
  number("offset of the first", lseek(first, 0, SEEK_CUR));
  show("log");

  yes_no("flag is seen", (fcntl(first, F_GETFL) & O_APPEND) != 0);
  ok("clear the flag", fcntl(first, F_SETFL, 0));
  yes_no("flag is seen", (fcntl(first, F_GETFL) & O_APPEND) != 0);
  number("first to the start", lseek(first, 0, SEEK_SET));
  number("first", write(first, "ONE", 3));
  show("log");
  ok("set the flag", fcntl(first, F_SETFL, O_APPEND));
  number("first", write(first, "five\n", 5));
  show("log");

  int reader = (int)ok("O_RDWR|O_APPEND", open(at("log"), O_RDWR | O_APPEND));
  char line[5] = "";
  number("reading starts at the start", read(reader, line, 4));
  text("read", line);
  number("write", write(reader, "six\n", 4));
  number("offset", lseek(reader, 0, SEEK_CUR));

  int creator = (int)ok("O_CREAT|O_APPEND", open(at("new"), O_WRONLY | O_CREAT | O_APPEND, 0666));
  number("write", write(creator, "a", 1));
  number("write", write(creator, "b", 1));
  show("new");
  int truncating = (int)ok("O_TRUNC|O_APPEND", open(at("new"), O_WRONLY | O_TRUNC | O_APPEND));
  number("write", write(truncating, "c", 1));
  number("write of the other", write(creator, "d", 1));
  show("new");
  return 0;
}
