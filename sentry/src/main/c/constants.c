/* Java's copies of the ABI's numbers, held to the headers. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/falloc.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "hostkernel.h"
#include "io_jwasm_sentry_host_HostConstants.h"

/* Each pastes its argument itself: passed on, it would be the macro's number instead of its name. */
#define EQUAL(java, host) _Static_assert(io_jwasm_sentry_host_HostConstants_##java == (host), #java)
#define SAME(name) _Static_assert(io_jwasm_sentry_host_HostConstants_##name == (name), #name)

SAME(EINTR);
SAME(EAGAIN);
SAME(EFAULT);
SAME(EOPNOTSUPP);
SAME(EALREADY);
SAME(EINPROGRESS);

SAME(O_RDONLY);
SAME(O_ACCMODE);
#ifdef __x86_64__
SAME(O_CREAT);
SAME(O_EXCL);
SAME(O_TRUNC);
SAME(O_APPEND);
SAME(O_NONBLOCK);
SAME(O_DSYNC);
SAME(O_SYNC);
SAME(O_DIRECTORY);
SAME(O_NOFOLLOW);
SAME(O_PATH);
#endif

SAME(S_IFMT);
SAME(S_IFSOCK);
SAME(S_IFLNK);
SAME(S_IFREG);
SAME(S_IFBLK);
SAME(S_IFDIR);
SAME(S_IFCHR);
SAME(S_IFIFO);

SAME(CLOCK_THREAD_CPUTIME_ID);

EQUAL(STAT_DEV, HOST_STAT_DEV);
EQUAL(STAT_INO, HOST_STAT_INO);
EQUAL(STAT_MODE, HOST_STAT_MODE);
EQUAL(STAT_NLINK, HOST_STAT_NLINK);
EQUAL(STAT_UID, HOST_STAT_UID);
EQUAL(STAT_GID, HOST_STAT_GID);
EQUAL(STAT_SIZE, HOST_STAT_SIZE);
EQUAL(STAT_BLOCKS, HOST_STAT_BLOCKS);
EQUAL(STAT_ATIME, HOST_STAT_ATIME);
EQUAL(STAT_MTIME, HOST_STAT_MTIME);
EQUAL(STAT_CTIME, HOST_STAT_CTIME);
EQUAL(STAT_RDEV, HOST_STAT_RDEV);
EQUAL(STAT_WORDS, HOST_STAT_WORDS);
/* TIME_OMIT itself cannot be compared: javac writes a decimal number that C has only without its sign. */
EQUAL(TIME_NOW, HOST_TIME_NOW);
_Static_assert(HOST_TIME_OMIT == HOST_TIME_NOW - 1, "TIME_OMIT");

SAME(AT_REMOVEDIR);
SAME(RENAME_NOREPLACE);
SAME(RENAME_EXCHANGE);
SAME(SEEK_SET);
SAME(SEEK_CUR);
SAME(SEEK_END);
SAME(SEEK_DATA);
SAME(SEEK_HOLE);
SAME(FALLOC_FL_KEEP_SIZE);
SAME(FALLOC_FL_PUNCH_HOLE);
SAME(FALLOC_FL_ZERO_RANGE);
SAME(POSIX_FADV_NORMAL);
SAME(POSIX_FADV_RANDOM);
SAME(POSIX_FADV_SEQUENTIAL);
SAME(POSIX_FADV_WILLNEED);
SAME(POSIX_FADV_DONTNEED);
SAME(POSIX_FADV_NOREUSE);

/* glibc's dirent64 is the kernel's linux_dirent64, which no header for programs declares. */
EQUAL(DIRENT_INO, offsetof(struct dirent64, d_ino));
EQUAL(DIRENT_OFF, offsetof(struct dirent64, d_off));
EQUAL(DIRENT_RECLEN, offsetof(struct dirent64, d_reclen));
EQUAL(DIRENT_TYPE, offsetof(struct dirent64, d_type));
EQUAL(DIRENT_NAME, offsetof(struct dirent64, d_name));
SAME(DT_UNKNOWN);
SAME(DT_FIFO);
SAME(DT_CHR);
SAME(DT_DIR);
SAME(DT_BLK);
SAME(DT_REG);
SAME(DT_LNK);
SAME(DT_SOCK);

SAME(MADV_DONTNEED);
SAME(MADV_HUGEPAGE);

SAME(AF_UNSPEC);
SAME(AF_UNIX);
SAME(AF_INET);
SAME(AF_INET6);
SAME(SOCK_STREAM);
SAME(SOCK_DGRAM);
SAME(SOL_SOCKET);
SAME(SO_REUSEADDR);
SAME(SO_ERROR);
SAME(SO_BROADCAST);
SAME(SO_SNDBUF);
SAME(SO_RCVBUF);
SAME(SO_KEEPALIVE);
SAME(SO_ACCEPTCONN);
SAME(IPPROTO_TCP);
SAME(TCP_NODELAY);
SAME(IPPROTO_IPV6);
SAME(IPV6_V6ONLY);
SAME(MSG_PEEK);
SAME(MSG_TRUNC);
SAME(SHUT_RD);
SAME(SHUT_WR);
SAME(SHUT_RDWR);
EQUAL(ADDRESS_MAX, HOST_ADDRESS_MAX);
EQUAL(MESSAGE_MAX, HOST_MESSAGE_MAX);
_Static_assert(sizeof(struct sockaddr_storage) <= HOST_ADDRESS_MAX, "every address has room");
EQUAL(SOCKADDR_IN_PORT, offsetof(struct sockaddr_in, sin_port));
EQUAL(SOCKADDR_IN_ADDR, offsetof(struct sockaddr_in, sin_addr));
EQUAL(SOCKADDR_IN_BYTES, sizeof(struct sockaddr_in));
EQUAL(SOCKADDR_IN6_PORT, offsetof(struct sockaddr_in6, sin6_port));
EQUAL(SOCKADDR_IN6_ADDR, offsetof(struct sockaddr_in6, sin6_addr));
EQUAL(SOCKADDR_IN6_SCOPE_ID, offsetof(struct sockaddr_in6, sin6_scope_id));
EQUAL(SOCKADDR_IN6_BYTES, sizeof(struct sockaddr_in6));
EQUAL(SOCKADDR_UN_PATH, offsetof(struct sockaddr_un, sun_path));
EQUAL(SOCKADDR_UN_BYTES, sizeof(struct sockaddr_un));

SAME(POLLIN);
SAME(POLLPRI);
SAME(POLLOUT);
SAME(POLLERR);
SAME(POLLHUP);
SAME(POLLNVAL);
SAME(POLLRDHUP);
EQUAL(POLL_MAX, HOST_POLL_MAX);
EQUAL(IOV_MAX, HOST_IOV_MAX);
SAME(PIPE_BUF);
SAME(NAME_MAX);
SAME(PATH_MAX);

/* jni.c hands Java's arrays to the kernel as what they are here. */
_Static_assert(sizeof(struct iovec) == 2 * sizeof(jlong), "a pair of longs is an iovec");
_Static_assert(offsetof(struct iovec, iov_len) == sizeof(jlong), "a pair of longs is an iovec");
_Static_assert(sizeof(struct pollfd) == 2 * sizeof(jint), "a pair of ints is a pollfd");
_Static_assert(offsetof(struct pollfd, events) == sizeof(jint), "a pair of ints is a pollfd");
EQUAL(POLL_REVENTS_SHIFT, 8 * (offsetof(struct pollfd, revents) - sizeof(jint)));
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "revents are the upper half");
_Static_assert(sizeof(off_t) == sizeof(jlong), "offsets have 64 bits");
