/*
 * The rules of WASI preview 1 that its implementations are known to break, one number each. Run in an empty directory,
 * named by the first argument as a path from the root; prints each rule that is broken and how many checks there were.
 */
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wasi/api.h>

#define IMPORT(name) __attribute__((import_module("wasi_snapshot_preview1"), import_name(#name)))

/* With a length of their own, where the library's functions take what strlen says. */
IMPORT(path_open)
int raw_path_open(int fd, int dirflags, const char *path, size_t length, int oflags, long long base, long long inheriting,
		  int fdflags, int *opened);
IMPORT(poll_oneoff) int raw_poll(const void *in, void *out, int count, int *events);

enum { OK = __WASI_ERRNO_SUCCESS, ANY_ERROR = -1 };
#define NOFOLLOW 0
#define FOLLOW __WASI_LOOKUPFLAGS_SYMLINK_FOLLOW
#define READ __WASI_RIGHTS_FD_READ
#define WRITE __WASI_RIGHTS_FD_WRITE
#define RW (READ | WRITE | __WASI_RIGHTS_FD_SEEK | __WASI_RIGHTS_FD_TELL | __WASI_RIGHTS_FD_FILESTAT_GET | \
	    __WASI_RIGHTS_FD_FDSTAT_SET_FLAGS | __WASI_RIGHTS_FD_FILESTAT_SET_SIZE | __WASI_RIGHTS_FD_ALLOCATE | \
	    __WASI_RIGHTS_FD_FILESTAT_SET_TIMES | __WASI_RIGHTS_POLL_FD_READWRITE)
#define ALL ((1LL << 30) - 1)

static int checks, broken;
static int dir;

static void report(int rule, int line, int got, const int *wanted, int count)
{
	checks++;
	for (int i = 0; i < count; i++)
		if (got == wanted[i] || (wanted[i] == ANY_ERROR && got != OK))
			return;
	broken++;
	printf("rule %d, line %d: got %d, wanted", rule, line, got);
	for (int i = 0; i < count; i++)
		printf(" %d", wanted[i]);
	printf("\n");
}

#define IS(rule, got, ...)                                                                          \
	do {                                                                                        \
		const int wanted_[] = { __VA_ARGS__ };                                              \
		report(rule, __LINE__, (int)(got), wanted_, sizeof(wanted_) / sizeof(*wanted_));    \
	} while (0)

#define E(name) __WASI_ERRNO_##name

static int open_at(int at, const char *path, int dirflags, int oflags, long long rights, int fdflags, int *fd)
{
	*fd = -1;
	return raw_path_open(at, dirflags, path, strlen(path), oflags, rights, ALL, fdflags, fd);
}

static int make(const char *path)
{
	int fd;
	int error = open_at(dir, path, NOFOLLOW, __WASI_OFLAGS_CREAT | __WASI_OFLAGS_EXCL, RW, 0, &fd);
	if (error == OK)
		IS(0, __wasi_fd_close(fd), OK);
	return error;
}

static int open_rw(const char *path)
{
	int fd;
	IS(0, open_at(dir, path, NOFOLLOW, __WASI_OFLAGS_CREAT, RW, 0, &fd), OK);
	return fd;
}

static int write_to(int fd, const char *text)
{
	__wasi_ciovec_t iov = { (const uint8_t *)text, strlen(text) };
	__wasi_size_t n;
	return __wasi_fd_write(fd, &iov, 1, &n);
}

static int read_from(int fd, char *out, size_t size)
{
	__wasi_iovec_t iov = { (uint8_t *)out, size - 1 };
	__wasi_size_t n = 0;
	int error = __wasi_fd_read(fd, &iov, 1, &n);
	out[error == OK ? n : 0] = 0;
	return error;
}

static long long size_of(const char *path)
{
	__wasi_filestat_t stat;
	int error = __wasi_path_filestat_get(dir, NOFOLLOW, path, &stat);
	return error == OK ? (long long)stat.size : -error;
}

static int type_of(const char *path)
{
	__wasi_filestat_t stat;
	int error = __wasi_path_filestat_get(dir, NOFOLLOW, path, &stat);
	return error == OK ? stat.filetype : -error;
}

static int make_link(const char *target, const char *path)
{
	return __wasi_path_symlink(target, dir, path);
}

/* Runs first: 3 is the root, the next number is not preopened. */
static void preopens(int preopens)
{
	__wasi_prestat_t stat;
	uint8_t name[8] = "xxxxxxxx";
	IS(1, __wasi_fd_prestat_get(3, &stat), OK);
	IS(1, stat.u.dir.pr_name_len, 1);
	IS(1, __wasi_fd_prestat_get(3 + preopens, &stat), E(BADF));
	IS(1, __wasi_fd_prestat_get(0, &stat), E(BADF));
	IS(2, __wasi_fd_prestat_dir_name(3, name, 0), E(INVAL), E(NAMETOOLONG));
	IS(2, __wasi_fd_prestat_dir_name(3, name, 8), OK);
	IS(2, name[0], '/');
}

/* Runs last: nothing is left open after it. */
static void closing(void)
{
	__wasi_prestat_t stat;
	int file = open_rw("renumbered");
	int other = open_rw("renumbered");
	IS(5, __wasi_fd_renumber(file, 1000), E(BADF));
	IS(5, __wasi_fd_renumber(1000, file), E(BADF));
	IS(5, __wasi_fd_renumber(file, file), OK);
	IS(5, write_to(file, "x"), OK);
	IS(4, __wasi_fd_renumber(file, other), OK);
	IS(4, __wasi_fd_close(file), E(BADF));
	IS(4, write_to(other, "x"), OK);
	IS(4, __wasi_fd_renumber(other, 0), OK);
	IS(4, write_to(0, "x"), OK);
	IS(4, __wasi_fd_close(other), E(BADF));
	file = open_rw("renumbered");
	IS(4, __wasi_fd_renumber(file, 3), OK);
	IS(4, __wasi_fd_prestat_get(3, &stat), E(BADF));
	IS(4, write_to(3, "x"), OK);
	IS(3, __wasi_fd_close(3), OK);
	IS(3, __wasi_fd_close(3), E(BADF));
	IS(3, __wasi_fd_prestat_get(3, &stat), E(BADF));
}

static void paths(void)
{
	int fd;
	static char long_path[70000];
	IS(0, __wasi_path_create_directory(dir, "dir"), OK);
	IS(0, __wasi_path_create_directory(dir, "dir/nested"), OK);
	IS(0, make("dir/file"), OK);
	IS(0, make("dir/nested/file"), OK);
	IS(6, open_at(dir, "/dir/nested/file", NOFOLLOW, 0, READ, 0, &fd), E(NOTCAPABLE), E(PERM));
	IS(6, open_at(dir, "/", NOFOLLOW, 0, READ, 0, &fd), E(NOTCAPABLE), E(PERM));
	IS(6, open_at(dir, "..", NOFOLLOW, 0, READ, 0, &fd), E(NOTCAPABLE), E(PERM));
	IS(6, open_at(dir, "dir/../..", NOFOLLOW, 0, READ, 0, &fd), E(NOTCAPABLE), E(PERM));
	IS(6, open_at(dir, "dir/nested/../../../dir/file", NOFOLLOW, 0, READ, 0, &fd), E(NOTCAPABLE), E(PERM));
	IS(6, __wasi_path_create_directory(dir, "../made"), E(NOTCAPABLE), E(PERM));
	IS(6, __wasi_path_unlink_file(dir, "../made"), E(NOTCAPABLE), E(PERM));
	IS(6, open_at(3, "..", NOFOLLOW, 0, READ, 0, &fd), E(NOTCAPABLE), E(PERM));
	IS(7, open_at(dir, "dir/.//nested/../../dir/nested/../nested///./file", NOFOLLOW, 0, READ, 0, &fd), OK);
	IS(7, __wasi_fd_close(fd), OK);
	IS(7, open_at(dir, "dir/.//nested/../../dir", NOFOLLOW, 0, READ, 0, &fd), OK);
	IS(7, __wasi_fd_close(fd), OK);
	/* link/.. is dir, where lexically it would be the directory itself. */
	IS(8, make_link("dir/nested", "link"), OK);
	IS(8, open_at(dir, "link/../file", NOFOLLOW, 0, READ, 0, &fd), OK);
	IS(8, __wasi_fd_close(fd), OK);
	IS(8, size_of("link/../nested/file"), 0);
	IS(8, size_of("link/../dir"), -E(NOENT));
	IS(9, raw_path_open(dir, 0, "dir/file\0", 9, 0, READ, 0, 0, &fd), E(INVAL), E(ILSEQ), E(NOENT));
	IS(9, raw_path_open(dir, 0, "dir\0/file", 9, 0, READ, 0, 0, &fd), E(INVAL), E(ILSEQ), E(NOENT));
	IS(10, open_at(dir, "\xff\xfe", NOFOLLOW, __WASI_OFLAGS_CREAT, RW, 0, &fd), E(ILSEQ));
	IS(10, open_at(dir, "\xc0\xaf", NOFOLLOW, __WASI_OFLAGS_CREAT, RW, 0, &fd), E(ILSEQ));
	IS(10, open_at(dir, "\xed\xa0\x80", NOFOLLOW, __WASI_OFLAGS_CREAT, RW, 0, &fd), E(ILSEQ));
	IS(10, make("\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80"), OK);
	IS(10, __wasi_path_unlink_file(dir, "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80"), OK);
	IS(11, open_at(dir, "dir/file/", NOFOLLOW, 0, READ, 0, &fd), E(NOTDIR), E(NOENT));
	IS(11, open_at(dir, "dir/file/.", NOFOLLOW, 0, READ, 0, &fd), E(NOTDIR), E(NOENT));
	IS(11, open_at(dir, "dir///", NOFOLLOW, 0, READ, 0, &fd), OK);
	IS(11, __wasi_fd_close(fd), OK);
	IS(11, open_at(dir, "dir/./", NOFOLLOW, 0, READ, 0, &fd), OK);
	IS(11, __wasi_fd_close(fd), OK);
	memset(long_path, 'a', sizeof(long_path));
	IS(11, raw_path_open(dir, 0, long_path, 65536, 0, READ, 0, 0, &fd), E(NAMETOOLONG));
	IS(11, raw_path_open(dir, 0, long_path, 256, 0, READ, 0, 0, &fd), E(NAMETOOLONG));
	IS(11, raw_path_open(dir, 0, long_path, 0, 0, READ, 0, 0, &fd), E(NOENT));
}

static void links(void)
{
	int fd;
	char text[64];
	__wasi_size_t used;
	IS(12, make_link("dir/file", "to-file"), OK);
	IS(12, make_link("dir", "to-dir"), OK);
	IS(12, make_link("nowhere", "dangling"), OK);
	IS(12, make_link("loop", "loop"), OK);
	IS(12, make_link("loop-b", "loop-a"), OK);
	IS(12, make_link("loop-a", "loop-b"), OK);
	IS(12, open_at(dir, "to-file", NOFOLLOW, 0, READ, 0, &fd), E(LOOP));
	IS(12, open_at(dir, "dangling", NOFOLLOW, 0, READ, 0, &fd), E(LOOP));
	IS(12, open_at(dir, "loop", FOLLOW, 0, READ, 0, &fd), E(LOOP));
	IS(12, open_at(dir, "loop-a", FOLLOW, 0, READ, 0, &fd), E(LOOP));
	IS(12, open_at(dir, "loop/x", NOFOLLOW, 0, READ, 0, &fd), E(LOOP));
	IS(12, open_at(dir, "to-file", FOLLOW, 0, READ, 0, &fd), OK);
	IS(12, __wasi_fd_close(fd), OK);
	IS(13, open_at(dir, "to-dir", NOFOLLOW, __WASI_OFLAGS_DIRECTORY, READ, 0, &fd), E(LOOP), E(NOTDIR));
	IS(13, open_at(dir, "to-file", NOFOLLOW, __WASI_OFLAGS_DIRECTORY, READ, 0, &fd), E(LOOP), E(NOTDIR));
	IS(14, open_at(dir, "to-file", FOLLOW, __WASI_OFLAGS_DIRECTORY, READ, 0, &fd), E(NOTDIR));
	IS(14, open_at(dir, "dir/file", FOLLOW, __WASI_OFLAGS_DIRECTORY, READ, 0, &fd), E(NOTDIR));
	IS(14, open_at(dir, "to-dir", FOLLOW, __WASI_OFLAGS_DIRECTORY, 0, 0, &fd), OK);
	IS(14, __wasi_fd_close(fd), OK);
	IS(15, make_link("/dir/file", "absolute"), ANY_ERROR);
	IS(15, type_of("absolute"), -E(NOENT));
	IS(15, make_link("dir", "ends-in-slash/"), E(NOENT), E(NOTDIR));
	IS(15, make_link("dir", "dir/file"), E(EXIST));
	IS(15, make_link("dir", "dir"), E(EXIST));
	IS(15, make_link("dir", "dangling"), E(EXIST));
	IS(16, __wasi_path_readlink(dir, "to-file", (uint8_t *)text, sizeof(text), &used), OK);
	IS(16, used, 8);
	IS(16, memcmp(text, "dir/file", 8), 0);
	IS(16, __wasi_path_readlink(dir, "to-file", (uint8_t *)text, 3, &used), OK);
	IS(16, used, 3);
	IS(16, __wasi_path_readlink(dir, "to-file", (uint8_t *)text, 0, &used), OK);
	IS(16, used, 0);
	IS(16, __wasi_path_readlink(dir, "dir", (uint8_t *)text, sizeof(text), &used), E(INVAL));
	IS(16, __wasi_path_readlink(dir, "none", (uint8_t *)text, sizeof(text), &used), E(NOENT));
}

static void opening(void)
{
	int fd, sub;
	char text[64];
	IS(17, open_at(dir, "dir/file", NOFOLLOW, __WASI_OFLAGS_CREAT | __WASI_OFLAGS_EXCL, RW, 0, &fd), E(EXIST));
	IS(17, open_at(dir, "dangling", FOLLOW, __WASI_OFLAGS_CREAT | __WASI_OFLAGS_EXCL, RW, 0, &fd), E(EXIST));
	IS(17, open_at(dir, "dir", NOFOLLOW, __WASI_OFLAGS_CREAT | __WASI_OFLAGS_EXCL, READ, 0, &fd), E(EXIST));
	IS(18, open_at(dir, "dir", NOFOLLOW, __WASI_OFLAGS_DIRECTORY, READ | WRITE, 0, &fd), E(ISDIR));
	IS(18, open_at(dir, "dir", NOFOLLOW, 0, WRITE, 0, &fd), E(ISDIR));
	IS(19, open_at(dir, "dir/file", NOFOLLOW, 0, RW, 0, &sub), OK);
	IS(19, open_at(sub, "file", NOFOLLOW, 0, READ, 0, &fd), E(NOTDIR), E(NOTCAPABLE));
	IS(19, open_at(sub, ".", NOFOLLOW, 0, READ, 0, &fd), E(NOTDIR), E(NOTCAPABLE));
	IS(19, __wasi_fd_close(sub), OK);
	IS(20, open_at(dir, "dir/file", NOFOLLOW, 0, 0, 0, &fd), OK);
	IS(20, write_to(fd, "x"), E(BADF), E(NOTCAPABLE));
	IS(20, __wasi_fd_close(fd), OK);
	IS(21, open_at(dir, "dir/file", NOFOLLOW, 0, READ, 0, &fd), OK);
	IS(21, write_to(fd, "x"), E(BADF), E(NOTCAPABLE), E(ACCES));
	IS(21, __wasi_fd_close(fd), OK);
	IS(21, open_at(dir, "dir/file", NOFOLLOW, 0, WRITE, 0, &fd), OK);
	IS(21, read_from(fd, text, sizeof(text)), E(BADF), E(NOTCAPABLE), E(ACCES));
	IS(21, write_to(fd, "content"), OK);
	IS(21, __wasi_fd_close(fd), OK);
}

static void rights(void)
{
	int fd, sub;
	__wasi_fdstat_t stat;
	IS(22, open_at(dir, "dir/file", NOFOLLOW, 0, RW, 0, &fd), OK);
	IS(22, __wasi_fd_fdstat_get(fd, &stat), OK);
	IS(22, (stat.fs_rights_base & (READ | WRITE)) == (READ | WRITE), true);
	IS(22, __wasi_fd_fdstat_set_rights(fd, stat.fs_rights_base & ~WRITE, 0), OK);
	IS(22, write_to(fd, "x"), E(NOTCAPABLE), E(BADF));
	IS(22, __wasi_fd_fdstat_set_rights(fd, stat.fs_rights_base, 0), E(NOTCAPABLE));
	IS(22, write_to(fd, "x"), E(NOTCAPABLE), E(BADF));
	IS(22, __wasi_fd_close(fd), OK);
	/* What a directory may not pass on cannot be had through it. */
	IS(22, open_at(dir, "dir", NOFOLLOW, __WASI_OFLAGS_DIRECTORY, ALL & ~WRITE, 0, &sub), OK);
	IS(22, __wasi_fd_fdstat_get(sub, &stat), OK);
	IS(22, __wasi_fd_fdstat_set_rights(sub, stat.fs_rights_base, READ), OK);
	IS(22, raw_path_open(sub, 0, "file", 4, 0, WRITE, 0, 0, &fd), E(NOTCAPABLE));
	IS(22, raw_path_open(sub, 0, "file", 4, 0, READ, 0, 0, &fd), OK);
	IS(22, __wasi_fd_close(fd), OK);
	IS(23, __wasi_fd_fdstat_set_rights(sub, stat.fs_rights_base & ~__WASI_RIGHTS_PATH_FILESTAT_SET_SIZE, READ), OK);
	IS(23, raw_path_open(sub, 0, "file", 4, __WASI_OFLAGS_TRUNC, READ, 0, 0, &fd), E(NOTCAPABLE), E(PERM));
	IS(23, size_of("dir/file"), 7);
	IS(23, __wasi_fd_close(sub), OK);
	IS(23, open_at(dir, "dir/file", NOFOLLOW, __WASI_OFLAGS_TRUNC, RW, 0, &fd), OK);
	IS(23, size_of("dir/file"), 0);
	IS(23, __wasi_fd_close(fd), OK);
}

static void directories(void)
{
	int fd;
	char text[64];
	__wasi_filesize_t offset;
	IS(24, open_at(dir, "dir", NOFOLLOW, __WASI_OFLAGS_DIRECTORY, READ, 0, &fd), OK);
	IS(24, read_from(fd, text, sizeof(text)), E(ISDIR), E(BADF), E(NOTCAPABLE));
	IS(24, write_to(fd, "x"), E(ISDIR), E(BADF), E(NOTCAPABLE));
	IS(24, __wasi_fd_seek(fd, 0, __WASI_WHENCE_SET, &offset), E(ISDIR), E(BADF), E(NOTCAPABLE));
	IS(24, __wasi_fd_tell(fd, &offset), E(ISDIR), E(BADF), E(NOTCAPABLE));
	IS(24, __wasi_fd_allocate(fd, 0, 1), E(ISDIR), E(BADF), E(NOTCAPABLE));
	IS(24, __wasi_fd_filestat_set_size(fd, 0), E(ISDIR), E(BADF), E(NOTCAPABLE), E(INVAL));
	IS(24, __wasi_fd_close(fd), OK);
}

static void offsets(void)
{
	int fd;
	char text[64];
	__wasi_filesize_t offset;
	__wasi_size_t n;
	fd = open_rw("offsets");
	IS(25, write_to(fd, "0123456789"), OK);
	IS(25, __wasi_fd_seek(fd, -11, __WASI_WHENCE_END, &offset), E(INVAL));
	IS(25, __wasi_fd_seek(fd, -1, __WASI_WHENCE_SET, &offset), E(INVAL));
	IS(25, __wasi_fd_tell(fd, &offset), OK);
	IS(25, offset, 10);
	IS(25, __wasi_fd_seek(fd, 100, __WASI_WHENCE_SET, &offset), OK);
	IS(25, offset, 100);
	IS(25, read_from(fd, text, sizeof(text)), OK);
	IS(25, text[0], 0);
	IS(25, __wasi_fd_seek(fd, -98, __WASI_WHENCE_CUR, &offset), OK);
	IS(25, offset, 2);
	IS(25, __wasi_fd_seek(fd, 0, 9, &offset), E(INVAL));
	IS(26, __wasi_fd_fdstat_set_flags(fd, __WASI_FDFLAGS_APPEND), OK);
	IS(26, __wasi_fd_seek(fd, 0, __WASI_WHENCE_SET, &offset), OK);
	IS(26, write_to(fd, "ab"), OK);
	IS(26, __wasi_fd_tell(fd, &offset), OK);
	IS(26, offset, 12);
	IS(26, __wasi_fd_fdstat_set_flags(fd, 0), OK);
	IS(26, __wasi_fd_seek(fd, 0, __WASI_WHENCE_SET, &offset), OK);
	IS(26, write_to(fd, "XY"), OK);
	IS(26, size_of("offsets"), 12);
	__wasi_iovec_t in = { (uint8_t *)text, 4 };
	__wasi_ciovec_t out = { (const uint8_t *)"pq", 2 };
	IS(27, __wasi_fd_pread(fd, &in, 1, 8, &n), OK);
	IS(27, n, 4);
	IS(27, memcmp(text, "89ab", 4), 0);
	IS(27, __wasi_fd_pwrite(fd, &out, 1, 4, &n), OK);
	IS(27, n, 2);
	IS(27, __wasi_fd_tell(fd, &offset), OK);
	IS(27, offset, 2);
	IS(27, __wasi_fd_pread(fd, &in, 1, 0, &n), OK);
	IS(27, memcmp(text, "XY23", 4), 0);
	IS(27, __wasi_fd_pread(fd, &in, 1, 1000, &n), OK);
	IS(27, n, 0);
	IS(27, __wasi_fd_pread(fd, &in, 1, -1ULL, &n), E(INVAL));
	IS(27, __wasi_fd_pwrite(fd, &out, 1, (1ULL << 63) - 1, &n), E(INVAL), E(FBIG));
	IS(28, __wasi_fd_fdstat_set_flags(fd, __WASI_FDFLAGS_SYNC), E(INVAL));
	IS(28, __wasi_fd_fdstat_set_flags(fd, __WASI_FDFLAGS_DSYNC), E(INVAL));
	IS(28, __wasi_fd_fdstat_set_flags(fd, __WASI_FDFLAGS_RSYNC), E(INVAL));
	int allocated = __wasi_fd_allocate(fd, 0, 4);
	IS(29, allocated, OK, E(NOTSUP));
	IS(29, size_of("offsets"), 12);
	allocated = __wasi_fd_allocate(fd, 10, 10);
	IS(29, allocated, OK, E(NOTSUP));
	IS(29, size_of("offsets"), allocated == OK ? 20 : 12);
	IS(29, __wasi_fd_allocate(fd, 0, 0), E(INVAL), E(NOTSUP));
	IS(29, __wasi_fd_filestat_set_size(fd, 5), OK);
	IS(29, size_of("offsets"), 5);
	IS(29, __wasi_fd_close(fd), OK);
}

static int number(const char *digits, size_t count)
{
	int value = 0;
	for (size_t i = 0; i < count; i++)
		value = value * 10 + digits[i] - '0';
	return value % 100;
}

/* The entries from a cookie on, read with a buffer of that size; returns how many whole ones. */
static int list(int fd, size_t size, bool *dots, int *names)
{
	static uint8_t buffer[4096];
	__wasi_dircookie_t cookie = 0;
	int entries = 0;
	for (;;) {
		__wasi_size_t used = 0;
		int error = __wasi_fd_readdir(fd, buffer, size, cookie, &used);
		if (error != OK)
			return -error;
		size_t at = 0;
		while (at + sizeof(__wasi_dirent_t) <= used) {
			__wasi_dirent_t entry;
			memcpy(&entry, buffer + at, sizeof(entry));
			const char *name = (const char *)buffer + at + sizeof(entry);
			if (at + sizeof(entry) + entry.d_namlen > used)
				break;
			if (entry.d_namlen == 1 && name[0] == '.')
				dots[0] = true;
			else if (entry.d_namlen == 2 && memcmp(name, "..", 2) == 0)
				dots[1] = true;
			else
				names[number(name + 1, entry.d_namlen - 1)]++;
			cookie = entry.d_next;
			entries++;
			at += sizeof(entry) + entry.d_namlen;
		}
		if (used < size)
			return entries;
	}
}

static void listing(void)
{
	int fd;
	char name[16];
	bool dots[2] = { false, false };
	int names[100] = { 0 };
	IS(0, __wasi_path_create_directory(dir, "list"), OK);
	for (int i = 0; i < 100; i++) {
		snprintf(name, sizeof(name), "list/f%d", i);
		IS(0, make(name), OK);
	}
	IS(30, open_at(dir, "list", NOFOLLOW, __WASI_OFLAGS_DIRECTORY, __WASI_RIGHTS_FD_READDIR, 0, &fd), OK);
	IS(31, list(fd, 256, dots, names), 102);
	IS(30, dots[0], true);
	IS(30, dots[1], true);
	for (int i = 0; i < 100; i++)
		IS(31, names[i], 1);
	IS(30, list(fd, 4096, dots, names), 102);
	IS(31, names[99], 2);
	__wasi_size_t used = 77;
	uint8_t small[10];
	IS(30, __wasi_fd_readdir(fd, small, 10, 0, &used), OK);
	IS(30, used, 10);
	IS(30, __wasi_fd_close(fd), OK);
	fd = open_rw("file-for-readdir");
	IS(30, __wasi_fd_readdir(fd, small, 10, 0, &used), E(NOTDIR), E(BADF), E(NOTCAPABLE));
	IS(30, __wasi_fd_close(fd), OK);
}

static void removing(void)
{
	IS(0, __wasi_path_create_directory(dir, "r"), OK);
	IS(0, __wasi_path_create_directory(dir, "r/full"), OK);
	IS(0, make("r/full/x"), OK);
	IS(0, make("r/file"), OK);
	IS(32, __wasi_path_unlink_file(dir, "r/full"), E(ISDIR), E(PERM));
	IS(32, __wasi_path_unlink_file(dir, "r/full/"), E(ISDIR), E(PERM), E(NOTDIR));
	IS(32, __wasi_path_unlink_file(dir, "r/file/"), E(NOTDIR));
	IS(32, __wasi_path_unlink_file(dir, "r/none"), E(NOENT));
	IS(33, __wasi_path_remove_directory(dir, "r/full"), E(NOTEMPTY));
	IS(33, __wasi_path_remove_directory(dir, "r/file"), E(NOTDIR));
	IS(33, __wasi_path_remove_directory(dir, "r/file/"), E(NOTDIR));
	IS(33, __wasi_path_remove_directory(dir, "r/none"), E(NOENT));
	IS(33, __wasi_path_remove_directory(dir, "r/."), E(INVAL), E(NOTEMPTY), E(BUSY));
	IS(33, __wasi_path_create_directory(dir, "r/empty/"), OK);
	IS(33, __wasi_path_create_directory(dir, "r/empty"), E(EXIST));
	IS(33, __wasi_path_remove_directory(dir, "r/empty/"), OK);
	IS(33, type_of("r/empty"), -E(NOENT));
}

static int move(const char *from, const char *to)
{
	return __wasi_path_rename(dir, from, dir, to);
}

static void renaming(void)
{
	IS(0, __wasi_path_create_directory(dir, "m"), OK);
	IS(0, __wasi_path_create_directory(dir, "m/a"), OK);
	IS(0, __wasi_path_create_directory(dir, "m/empty"), OK);
	IS(0, __wasi_path_create_directory(dir, "m/full"), OK);
	IS(0, make("m/full/x"), OK);
	IS(0, make("m/f"), OK);
	IS(0, make("m/g"), OK);
	IS(34, move("m/a", "m/empty"), OK);
	IS(34, type_of("m/a"), -E(NOENT));
	IS(34, move("m/empty", "m/full"), E(NOTEMPTY), E(EXIST));
	IS(34, move("m/empty", "m/f"), E(NOTDIR));
	IS(34, move("m/f", "m/empty"), E(ISDIR));
	IS(34, move("m/f", "m/g"), OK);
	IS(34, move("m/g", "m/g"), OK);
	IS(34, move("m/f", "m/g"), E(NOENT));
	IS(34, move("m/empty/", "m/b/"), OK);
	IS(34, move("m/b//", "m/c"), OK);
	IS(34, move("m/g/", "m/h"), E(NOTDIR));
	IS(34, move("m/g", "m/h/"), E(NOTDIR), E(NOENT));
	IS(34, move("m/c", "m/c/d"), E(INVAL));
	IS(34, move("m/none", "m/h"), E(NOENT));
	IS(34, move("m/.", "m/h"), E(BUSY), E(INVAL));
	IS(34, make_link("nowhere", "m/l"), OK);
	IS(34, move("m/l", "m/l2"), OK);
	IS(34, type_of("m/l2"), __WASI_FILETYPE_SYMBOLIC_LINK);
}

static int hard_link(int flags, const char *from, const char *to)
{
	return __wasi_path_link(dir, flags, from, dir, to);
}

static void linking(void)
{
	__wasi_filestat_t one, two;
	IS(0, __wasi_path_create_directory(dir, "h"), OK);
	IS(0, make("h/f"), OK);
	IS(0, make_link("nowhere", "h/dangling"), OK);
	IS(0, make_link("f", "h/l"), OK);
	IS(35, hard_link(NOFOLLOW, "h/f", "h/g"), OK);
	IS(35, __wasi_path_filestat_get(dir, NOFOLLOW, "h/f", &one), OK);
	IS(35, __wasi_path_filestat_get(dir, NOFOLLOW, "h/g", &two), OK);
	IS(35, one.ino == two.ino && one.dev == two.dev, true);
	IS(35, two.nlink, 2);
	IS(35, hard_link(NOFOLLOW, "h/f", "h/g"), E(EXIST));
	IS(35, hard_link(NOFOLLOW, "h/f", "h"), E(EXIST));
	IS(35, hard_link(NOFOLLOW, "h", "h/d"), E(PERM), E(ACCES));
	IS(35, hard_link(NOFOLLOW, "h/f", "h/new/"), E(NOENT));
	IS(35, hard_link(NOFOLLOW, "h/none", "h/new"), E(NOENT));
	IS(35, hard_link(FOLLOW, "h/dangling", "h/new"), E(INVAL), E(NOENT));
	IS(35, hard_link(NOFOLLOW, "h/l", "h/l2"), OK, E(PERM));
	IS(35, __wasi_path_unlink_file(dir, "h/f"), OK);
	IS(35, __wasi_path_filestat_get(dir, NOFOLLOW, "h/g", &two), OK);
	IS(35, two.nlink, 1);
}

static void times(void)
{
	const int set = __WASI_FSTFLAGS_ATIM | __WASI_FSTFLAGS_MTIM;
	__wasi_filestat_t stat, link;
	int fd = open_rw("times");
	IS(0, make_link("times", "times-link"), OK);
	IS(36, __wasi_fd_filestat_set_times(fd, 1000000000, 2000000000, set), OK);
	IS(36, __wasi_fd_filestat_set_times(fd, 5, 5, set | __WASI_FSTFLAGS_MTIM_NOW), E(INVAL));
	IS(36, __wasi_fd_filestat_set_times(fd, 5, 5, set | __WASI_FSTFLAGS_ATIM_NOW), E(INVAL));
	IS(36, __wasi_fd_filestat_get(fd, &stat), OK);
	IS(36, stat.atim == 1000000000 && stat.mtim == 2000000000, true);
	IS(36, __wasi_path_filestat_set_times(dir, FOLLOW, "times", 5, 5, set | __WASI_FSTFLAGS_MTIM_NOW), E(INVAL));
	IS(36, __wasi_path_filestat_set_times(dir, NOFOLLOW, "times-link", 7000000000, 8000000000, set), OK);
	IS(36, __wasi_path_filestat_get(dir, NOFOLLOW, "times-link", &link), OK);
	IS(36, link.mtim == 8000000000, true);
	IS(36, __wasi_path_filestat_get(dir, FOLLOW, "times-link", &stat), OK);
	IS(36, stat.mtim == 2000000000, true);
	IS(36, __wasi_path_filestat_set_times(dir, FOLLOW, "times-link", 3, 9000000000, __WASI_FSTFLAGS_MTIM), OK);
	IS(36, __wasi_fd_filestat_get(fd, &stat), OK);
	IS(36, stat.atim == 1000000000 && stat.mtim == 9000000000, true);
	IS(36, __wasi_fd_filestat_set_times(fd, 0, 0, __WASI_FSTFLAGS_MTIM_NOW), OK);
	IS(36, __wasi_fd_filestat_get(fd, &stat), OK);
	IS(36, stat.mtim > 1600000000000000000, true);
	IS(36, __wasi_fd_close(fd), OK);
}

static void polling(void)
{
	__wasi_event_t events[3];
	__wasi_subscription_t in[3];
	int n = 77;
	IS(37, raw_poll(in, events, 0, &n), E(INVAL));
	memset(in, 0, sizeof(in));
	in[0].userdata = 11;
	in[0].u.tag = __WASI_EVENTTYPE_CLOCK;
	in[0].u.u.clock.id = __WASI_CLOCKID_PROCESS_CPUTIME_ID;
	in[0].u.u.clock.timeout = 1;
	IS(37, raw_poll(in, events, 1, &n), E(INVAL), E(NOTSUP));
	in[0].u.u.clock.id = __WASI_CLOCKID_REALTIME;
	in[0].u.u.clock.flags = __WASI_SUBCLOCKFLAGS_SUBSCRIPTION_CLOCK_ABSTIME;
	IS(37, raw_poll(in, events, 1, &n), OK);
	IS(37, n, 1);
	IS(37, events[0].userdata == 11 && events[0].error == 0 && events[0].type == __WASI_EVENTTYPE_CLOCK, true);
	/* A file is ready at once, and a bad number is an event of its own. */
	int fd = open_rw("polled");
	in[0].u.u.clock.id = __WASI_CLOCKID_MONOTONIC;
	in[0].u.u.clock.flags = 0;
	in[0].u.u.clock.timeout = 3600000000000;
	in[1].userdata = 12;
	in[1].u.tag = __WASI_EVENTTYPE_FD_WRITE;
	in[1].u.u.fd_write.file_descriptor = fd;
	in[2].userdata = 13;
	in[2].u.tag = __WASI_EVENTTYPE_FD_READ;
	in[2].u.u.fd_read.file_descriptor = 999;
	IS(37, raw_poll(in, events, 3, &n), OK);
	IS(37, n, 2);
	IS(37, events[0].userdata == 12 && events[0].error == 0, true);
	IS(37, events[1].userdata == 13 && events[1].error == E(BADF), true);
	IS(37, __wasi_fd_close(fd), OK);
}

static void clocks(void)
{
	__wasi_timestamp_t time;
	IS(38, __wasi_clock_time_get(__WASI_CLOCKID_PROCESS_CPUTIME_ID, 0, &time), OK, E(INVAL), E(NOTSUP));
	IS(38, __wasi_clock_time_get(__WASI_CLOCKID_THREAD_CPUTIME_ID, 0, &time), OK, E(INVAL), E(NOTSUP));
	IS(38, __wasi_clock_time_get(9, 0, &time), E(INVAL));
}

static void sockets(void)
{
	uint8_t byte;
	__wasi_iovec_t in = { &byte, 1 };
	__wasi_ciovec_t out = { &byte, 1 };
	__wasi_size_t n;
	__wasi_roflags_t flags;
	int fd = open_rw("no-socket");
	__wasi_fd_t accepted;
	IS(39, __wasi_sock_recv(999, &in, 1, 0, &n, &flags), E(BADF));
	IS(39, __wasi_sock_send(999, &out, 1, 0, &n), E(BADF));
	IS(39, __wasi_sock_shutdown(999, 3), E(BADF));
	IS(39, __wasi_sock_accept(999, 0, &accepted), E(BADF));
	IS(39, __wasi_sock_recv(fd, &in, 1, 0, &n, &flags), E(NOTSOCK));
	IS(39, __wasi_sock_send(fd, &out, 1, 0, &n), E(NOTSOCK));
	IS(39, __wasi_sock_shutdown(fd, 3), E(NOTSOCK));
	IS(39, __wasi_sock_accept(fd, 0, &accepted), E(NOTSOCK));
	IS(39, __wasi_fd_close(fd), OK);
}

int main(int argc, char **argv)
{
	if (argc < 2 || raw_path_open(3, FOLLOW, argv[1], strlen(argv[1]), __WASI_OFLAGS_DIRECTORY, ALL & ~WRITE, ALL, 0, &dir) != OK) {
		printf("usage: assertions DIRECTORY\n");
		return 2;
	}
	preopens(argc > 2 ? atoi(argv[2]) : 1);
	paths();
	links();
	opening();
	rights();
	directories();
	offsets();
	listing();
	removing();
	renaming();
	linking();
	times();
	polling();
	clocks();
	sockets();
	closing();
	printf("%d checks, %d broken\n", checks, broken);
	return broken != 0;
}
