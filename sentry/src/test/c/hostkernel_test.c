/*
 * The host kernel's calls under the address and undefined-behaviour sanitizers. What they mean is tested from Java,
 * beside HostKernel; here they meet the values at the edges, and must leave no descriptor behind.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "hostkernel.h"

int passed, failed;
static char scratch[] = "/tmp/hostkernel-test-XXXXXX";
static int dir;

int open_count(void)
{
	int count = 0;
	for (int fd = 0; fd < 256; fd++)
		count += fcntl(fd, F_GETFD) >= 0;
	return count;
}

static struct entry at(const char *parent, const char *name)
{
	return (struct entry){ dir, parent, name };
}

static void paths_at_their_limits(void)
{
	char path[PATH_MAX];
	int64_t words[HOST_STAT_WORDS];
	memset(path, 'x', sizeof(path) - 1);
	path[sizeof(path) - 1] = '\0';
	check(host_open(dir, path, O_RDONLY, 0) == -ENAMETOOLONG);
	check(host_stat(dir, path, words) == -ENAMETOOLONG);
	check(host_open_place(path) == -ENAMETOOLONG);
	memset(path, '/', sizeof(path) - 1);
	check(host_open(dir, path, O_RDONLY, 0) == -EPERM);
	check(host_stat(dir, path, words) == -EPERM);
	check(host_readlink(dir, path, path, sizeof(path)) == -EPERM);
	int fd = host_open(dir, "", O_RDONLY, 0);
	check(fd >= 0 && host_close(fd) == 0);
}

static void links_are_read_into_small_buffers(void)
{
	char out[4] = "....";
	struct entry link = at("", "link");
	check(host_symlink("target", &link) == 0);
	check(host_readlink(dir, "link", out, 3) == 3 && memcmp(out, "tar.", 4) == 0);
	check(host_readlink(dir, "./link", out, 1) == 1);
	check(host_readlink(dir, "link", out, 0) == -EINVAL);
	check(host_unlink(&link, 0) == 0);
}

static void time_is(int64_t set, int64_t expected)
{
	struct entry file = at("", "file");
	int64_t words[HOST_STAT_WORDS];
	check(host_utimes(&file, set, set) == 0);
	check(host_stat(dir, "file", words) == 0 && words[HOST_STAT_MTIME] == expected);
}

static void times_at_their_limits(void)
{
	struct entry file = at("", "file");
	int fd = host_open(dir, "file", O_RDWR | O_CREAT, 0600);
	check(fd >= 0);
	time_is(0, 0);
	time_is(-1, -1);
	time_is(999999999, 999999999);
	time_is(-1000000000, -1000000000);
	time_is(HOST_TIME_OMIT, -1000000000);
	/* What a file system makes of the year 2262 and of 1677 is its own. */
	check(host_futimens(fd, INT64_MAX, INT64_MAX) == 0);
	check(host_futimens(fd, HOST_TIME_NOW + 1, HOST_TIME_NOW + 1) == 0);
	int64_t words[HOST_STAT_WORDS];
	struct timespec late[2] = { { .tv_sec = INT64_MAX / 4 }, { .tv_sec = INT64_MIN / 4 } };
	check(utimensat(dir, "file", late, 0) == 0 && host_fstat(fd, words) == 0);
	check(host_utimes(&file, HOST_TIME_NOW, HOST_TIME_NOW) == 0);
	check(host_close(fd) == 0);
}

static void vectors_at_their_limits(void)
{
	static struct iovec iov[HOST_IOV_MAX];
	char byte[1] = "b";
	int fd = host_open(dir, "file", O_RDWR | O_CREAT | O_TRUNC, 0600);
	for (int i = 0; i < HOST_IOV_MAX; i++)
		iov[i] = (struct iovec){ byte, 1 };
	check(host_writev(fd, iov, HOST_IOV_MAX, -1) == HOST_IOV_MAX);
	check(host_readv(fd, iov, HOST_IOV_MAX, 0) == HOST_IOV_MAX);
	check(host_readv(fd, iov, HOST_IOV_MAX + 1, 0) == -EINVAL);
	check(host_writev(fd, iov, INT_MIN, 0) == -EINVAL);
	check(host_writev(fd, iov, 1, INT64_MIN) == -EINVAL);
	check(host_pread(fd, byte, 1, INT64_MAX) == -EINVAL || byte[0] == 'b');
	check(host_lseek(fd, INT64_MAX, SEEK_END) == -EOVERFLOW || host_lseek(fd, INT64_MAX, SEEK_END) == -EINVAL);
	check(host_fallocate(fd, 0, INT64_MAX, INT64_MAX) == -EFBIG);
	check(host_fadvise(fd, INT64_MIN, INT64_MAX, 0) <= 0);
	check(host_getdents(fd, byte, INT_MIN) == -EINVAL);
	check(host_close(fd) == 0 && host_close(fd) == -EBADF && host_close(-1) == -EBADF);
}

static void a_memory_file_is_a_file(void)
{
	int64_t words[HOST_STAT_WORDS];
	char byte = 'm';
	int fd = host_memfd();
	check(fd >= 0 && host_pwrite(fd, &byte, 1, 4096) == 1);
	check(host_fstat(fd, words) == 0 && words[HOST_STAT_SIZE] == 4097);
	check(fcntl(fd, F_GETFD) == FD_CLOEXEC);
	check(host_close(fd) == 0);
}

static void polls_at_their_limits(void)
{
	static struct pollfd fds[HOST_POLL_MAX];
	struct rlimit limit;
	int event = host_eventfd();
	/* The kernel polls no more than there may be open. */
	check(getrlimit(RLIMIT_NOFILE, &limit) == 0);
	limit.rlim_cur = limit.rlim_max;
	check(setrlimit(RLIMIT_NOFILE, &limit) == 0);
	int most = limit.rlim_cur < HOST_POLL_MAX ? (int)limit.rlim_cur : HOST_POLL_MAX;
	for (int i = 0; i < HOST_POLL_MAX; i++)
		fds[i] = (struct pollfd){ .fd = i == most - 1 ? event : -1, .events = POLLIN };
	check(host_event_signal(event) == 0);
	check(host_poll(fds, most, INT64_MAX) == 1);
	check(host_poll(fds, most, INT64_MIN) == 1 && fds[most - 1].revents == POLLIN);
	check(host_poll(fds, HOST_POLL_MAX + 1, 0) == -EINVAL && host_poll(fds, INT_MIN, 0) == -EINVAL);
	check(host_event_drain(event) == 0 && host_poll(fds, most, 999999) == 0);
	check(host_close(event) == 0);
}

static void alarms_at_their_limits(void)
{
	static const int64_t passed_moments[] = { INT64_MIN, -1, 0, 1, 1000000000 };
	struct pollfd fd = { .events = POLLIN };
	for (size_t i = 0; i < sizeof(passed_moments) / sizeof(passed_moments[0]); i++) {
		fd.fd = host_alarm(passed_moments[i]);
		check(fd.fd >= 0 && host_poll(&fd, 1, -1) == 1 && host_close(fd.fd) == 0);
	}
	fd.fd = host_alarm(INT64_MAX);
	check(fd.fd >= 0 && host_poll(&fd, 1, 0) == 0 && host_close(fd.fd) == 0);
}

static void nothing_waits(void)
{
	char bytes[4] = "....";
	struct iovec iov[2] = { { bytes, 2 }, { bytes + 2, 2 } };
	int ends[2];
	check(pipe(ends) == 0);
	int64_t empty = host_readv_nowait(ends[0], iov, 2);
	/* Pipes can since Linux 6.4. */
	check(empty == -EAGAIN || empty == -EOPNOTSUPP);
	check(host_available(ends[0]) == 0);
	if (empty == -EAGAIN) {
		check(host_writev_nowait(ends[1], iov, 2) == 4 && host_available(ends[0]) == 4);
		check(host_readv_nowait(ends[0], iov, 2) == 4);
	}
	check(host_readv_nowait(ends[0], iov, HOST_IOV_MAX + 1) == -EINVAL);
	check(host_writev_nowait(ends[1], iov, -1) == -EINVAL);
	check(host_readv_nowait(-1, iov, 2) == -EBADF && host_writev_nowait(-1, iov, 2) == -EBADF);
	check(host_available(-1) == -EBADF && host_available(dir) < 0);
	check(host_close(ends[0]) == 0 && host_close(ends[1]) == 0);
}

static void terminals_are_told_from_files(void)
{
	int terminal = posix_openpt(O_RDWR | O_NOCTTY);
	int fd = host_open(dir, "file", O_RDONLY, 0);
	check(host_isatty(terminal) == 1 && host_isatty(fd) == 0 && host_isatty(-1) == -EBADF);
	check(host_close(fd) == 0 && host_close(terminal) == 0);
}

/* Every call that opens a parent, once with each end of it bad: nothing may stay open. */
static void refusals_leave_nothing_open(void)
{
	static const char *const parents[] = { "", "sub", "no", "file", "..", "/" };
	static const char *const names[] = { "file", "", ".", "..", "a/b", "no" };
	int before = open_count();
	struct entry sub = at("", "sub");
	check(host_mkdir(&sub, 0700) == 0);
	for (size_t i = 0; i < sizeof(parents) / sizeof(parents[0]); i++) {
		for (size_t j = 0; j < sizeof(names) / sizeof(names[0]); j++) {
			struct entry from = at(parents[i], names[j]);
			struct entry to = at(parents[j], names[i]);
			check(host_utimes(&from, 0, 0) <= 0);
			check(host_link(&from, &to) <= 0);
			check(host_rename(&to, &from, RENAME_NOREPLACE) <= 0);
			check(host_rename(&to, &from, ~0U) == -EINVAL);
			check(host_symlink("x", &to) <= 0);
			check(host_unlink(&to, 0) <= 0);
			check(host_mkdir(&to, 0700) <= 0);
			check(host_unlink(&to, AT_REMOVEDIR) <= 0);
		}
	}
	check(open_count() == before);
}

static int end_of(pid_t child)
{
	int status = -1;
	check(waitpid(child, &status, 0) == child);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

static void words_to_nobody_do_not_wait(void)
{
	int ends[2];
	char chunk[4096], text[4] = "";
	memset(chunk, 'x', sizeof(chunk));
	check(pipe(ends) == 0);
	check(host_say(ends[1], "abc", 3, 1000) == 3);
	check(read(ends[0], text, sizeof(text)) == 3 && memcmp(text, "abc", 3) == 0);
	while (host_say(ends[1], chunk, sizeof(chunk), 0) == sizeof(chunk))
		;
	check(host_say(ends[1], "abc", 3, 1) == 0);
	close(ends[0]);
	signal(SIGPIPE, SIG_IGN);
	check(host_say(ends[1], "abc", 3, 1) == 0);
	signal(SIGPIPE, SIG_DFL);
	close(ends[1]);
	check(host_say(-1, "abc", 3, 1) == 0);
	check(host_say(ends[1], "abc", 3, 1) == 0);
	int file = host_open(dir, "words", O_RDWR | O_CREAT, 0600);
	check(host_say(file, chunk, sizeof(chunk), 0) == sizeof(chunk) && host_say(file, "", 0, 0) == 0);
	close(file);
	check(host_last_words(3, 1, "", 0) == -EINVAL && host_last_words(-1, 1, "", 0) == -EINVAL);
	check(host_last_words(0, 1, chunk, HOST_WORDS_BYTES + 1) == -EINVAL);
}

static void an_abort_says_its_last_words(void)
{
	int ends[2];
	char text[16] = "";
	check(pipe(ends) == 0);
	pid_t child = fork();
	if (child == 0) {
		host_last_words(0, ends[1], "first ", 6);
		host_last_words(1, ends[1], "second", 6);
		host_on_abort(77);
		abort();
	}
	check(end_of(child) == 77);
	check(read(ends[0], text, sizeof(text)) == 12 && strcmp(text, "first second") == 0);
	close(ends[0]);
	close(ends[1]);
}

/* What the child of a process whose signals become bytes gets, for the signals of a list that ends with 0. */
static int bytes_of(const int *signals, unsigned char *bytes, size_t size)
{
	int ends[2];
	check(pipe(ends) == 0);
	pid_t child = fork();
	if (child == 0) {
		host_signals_to(ends[1]);
		for (; *signals != 0; signals++)
			kill(getpid(), *signals);
		_exit(0);
	}
	check(end_of(child) == 0);
	close(ends[1]);
	int count = (int)read(ends[0], bytes, size);
	close(ends[0]);
	return count;
}

static void signals_of_the_host_become_bytes(void)
{
	unsigned char bytes[8];
	const int ending[] = { SIGTERM, SIGHUP, SIGUSR1, SIGXCPU, 0 };
	check(bytes_of(ending, bytes, sizeof(bytes)) == 4);
	check(bytes[0] == SIGTERM && bytes[1] == SIGHUP && bytes[2] == SIGUSR1 && bytes[3] == SIGXCPU);
	const int asking[] = { SIGQUIT, SIGQUIT, 0 };
	check(bytes_of(asking, bytes, sizeof(bytes)) == 0);
}

static void reserved_memory_is_committed_and_given_back(void)
{
	const int64_t page = 4096, reserved = INT64_C(1) << 40;
	check(host_reserve(0) == -EINVAL && host_reserve(-1) == -EINVAL && host_reserve(INT64_MAX) == -ENOMEM);
	int64_t address = host_reserve(reserved);
	check(address > 0);
	char *bytes = (char *)(uintptr_t)address;
	check(host_commit(bytes, 0) == 0 && host_commit(bytes, -1) == -EINVAL && host_commit(bytes + 1, page) == -EINVAL);
	check(host_commit(bytes, page) == 0 && bytes[0] == 0);
	bytes[0] = bytes[page - 1] = 1;
	check(host_commit(bytes, 3 * page) == 0 && bytes[0] == 1 && bytes[3 * page - 1] == 0);
	check(host_advise(bytes, 3 * page, MADV_DONTNEED) == 0 && bytes[0] == 0 && bytes[page - 1] == 0);
	check(host_advise(bytes, page, MADV_FREE) == -EINVAL && host_advise(bytes, -1, MADV_DONTNEED) == -EINVAL);
	int huge = host_advise(bytes, reserved, MADV_HUGEPAGE); /* -EINVAL: the host has none */
	check(huge == 0 || huge == -EINVAL);
	check(host_unmap(bytes, 0) == -EINVAL && host_unmap(bytes, reserved) == 0);
	check(host_commit(bytes, page) == -ENOMEM);
	/* Not the first, where the sanitizer has its own memory. */
	int64_t second = host_reserve(page);
	check(second >= INT64_C(16) << 40 && second < INT64_C(32) << 40);
	check(host_unmap((void *)(uintptr_t)second, page) == 0);
}

static void remove_scratch(void)
{
	char command[64];
	snprintf(command, sizeof(command), "rm -rf '%s'", scratch);
	check(system(command) == 0);
}

static void a_file_is_mapped_privately_over_pages(void)
{
	const int64_t page = 4096;
	char content[2 * 4096];
	memset(content, 'f', sizeof(content));
	int fd = host_sealed(content, sizeof(content)), event = host_eventfd();
	check(fd >= 0 && host_sealed(content, -1) == -EINVAL);
	check(fcntl(fd, F_GET_SEALS) == (F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL));
	int64_t address = host_reserve(4 * page);
	char *bytes = (char *)(uintptr_t)address, again;
	check(host_commit(bytes, 4 * page) == 0);
	memset(bytes, 'm', (size_t)(4 * page));
	check(host_map_private(bytes + page, 0, fd, 0) == -EINVAL && host_map_private(bytes + page, -page, fd, 0) == -EINVAL);
	check(host_map_private(bytes + page, page, fd, -page) == -EINVAL && host_map_private(bytes + page, page, fd, 1) == -EINVAL);
	check(host_map_private(bytes + page, page, -1, 0) == -EBADF && host_map_private(bytes + page, page, event, 0) == -ENODEV);
	check(bytes[page] == 'm' && bytes[2 * page] == 'm');
	check(host_map_private(bytes + page, 2 * page, fd, 0) == 0);
	check(bytes[page - 1] == 'm' && bytes[page] == 'f' && bytes[3 * page - 1] == 'f' && bytes[3 * page] == 'm');
	bytes[page] = 'w';
	check(host_pread(fd, &again, 1, 0) == 1 && again == 'f' && host_pwrite(fd, "x", 1, 0) == -EPERM);
	check(host_advise(bytes + page, 2 * page, MADV_DONTNEED) == 0 && bytes[page] == 'f');
	close(fd);
	close(event);
	check(bytes[2 * page] == 'f' && host_unmap(bytes, 4 * page) == 0);
}

static void a_descriptor_comes_with_a_byte(void)
{
	union { char bytes[CMSG_SPACE(sizeof(int))]; struct cmsghdr align; } space = { 0 };
	struct iovec vector = { "x", 1 };
	struct msghdr message = { .msg_iov = &vector, .msg_iovlen = 1, .msg_control = &space, .msg_controllen = sizeof(space) };
	struct cmsghdr *rights = CMSG_FIRSTHDR(&message);
	int pair[2], before = open_count(), event = host_eventfd();
	check(socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0 && write(pair[0], "ab", 2) == 2);
	rights->cmsg_level = SOL_SOCKET;
	rights->cmsg_type = SCM_RIGHTS;
	rights->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(rights), &dir, sizeof(int));
	check(sendmsg(pair[0], &message, 0) == 1);
	check(host_receive(pair[1]) == -EPROTO && host_receive(pair[1]) == -EPROTO);
	int fd = host_receive(pair[1]);
	struct stat mine, theirs;
	check(fd >= 0 && fcntl(fd, F_GETFD) == FD_CLOEXEC && fstat(fd, &mine) == 0 && fstat(dir, &theirs) == 0);
	check(mine.st_ino == theirs.st_ino);
	close(pair[0]);
	check(host_receive(pair[1]) == -EPROTO && host_receive(-1) == -EBADF && host_receive(event) == -ENOTSOCK);
	close(event);
	close(pair[1]);
	close(fd);
	check(open_count() == before);
}

int main(void)
{
	check(mkdtemp(scratch) != NULL);
	dir = host_open_place(scratch);
	check(dir >= 0);
	paths_at_their_limits();
	links_are_read_into_small_buffers();
	times_at_their_limits();
	vectors_at_their_limits();
	a_memory_file_is_a_file();
	polls_at_their_limits();
	alarms_at_their_limits();
	nothing_waits();
	terminals_are_told_from_files();
	refusals_leave_nothing_open();
	words_to_nobody_do_not_wait();
	an_abort_says_its_last_words();
	signals_of_the_host_become_bytes();
	reserved_memory_is_committed_and_given_back();
	a_file_is_mapped_privately_over_pages();
	a_descriptor_comes_with_a_byte();
	sockets(scratch);
	remove_scratch();
	printf("%d passed, %d failed\n", passed, failed);
	return failed > 0;
}
