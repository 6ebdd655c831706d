/*
 * The calls of the host's kernel that the sentry makes, as functions that know nothing of Java. Each returns its
 * result, or minus an error number of errno(3). None tries again after EINTR: the caller knows whether it still wants
 * the call.
 *
 * A file is named by a directory's descriptor and a path below it, and no link of the path is ever followed: the
 * sentry has resolved it, so a link, "..", or an absolute path can only be somebody who changes the tree meanwhile.
 */
#ifndef JWASM_HOSTKERNEL_H
#define JWASM_HOSTKERNEL_H

#include <limits.h>
#include <poll.h>
#include <stdint.h>
#include <sys/types.h>
#include <sys/uio.h>

enum {
	HOST_IOV_MAX = 1024,
	HOST_POLL_MAX = 65538,
	HOST_ADDRESS_MAX = 128,
	/* So long may a message be that lies in several buffers; of IP none is longer. */
	HOST_MESSAGE_MAX = 65536,
};

/* Indices of what host_stat stores. */
enum host_stat {
	HOST_STAT_DEV,
	HOST_STAT_INO,
	HOST_STAT_MODE,
	HOST_STAT_NLINK,
	HOST_STAT_UID,
	HOST_STAT_GID,
	HOST_STAT_SIZE,
	HOST_STAT_BLOCKS, /* of 512 bytes */
	HOST_STAT_ATIME,  /* nanoseconds since 1970; a time that does not fit becomes the nearest that does */
	HOST_STAT_MTIME,
	HOST_STAT_CTIME,
	HOST_STAT_RDEV,
	HOST_STAT_WORDS,
};

/* Times that are none: leave it, take the clock's. */
#define HOST_TIME_OMIT INT64_MIN
#define HOST_TIME_NOW (INT64_MIN + 1)

/* A name in a directory. The parent is a path below dir, empty for dir itself; the name is one component. */
struct entry {
	int dir;
	const char *parent;
	const char *name;
};

/* A struct sockaddr of some family, and how much of it counts. */
struct address {
	_Alignas(uint64_t) char bytes[HOST_ADDRESS_MAX];
	unsigned int length;
};

/* open.c: from paths to descriptors, and what files say about themselves. */
int host_open(int dir, const char *path, int flags, mode_t mode);
int host_open_place(const char *path);
int host_stat(int dir, const char *path, int64_t out[HOST_STAT_WORDS]);
int host_fstat(int fd, int64_t out[HOST_STAT_WORDS]);
int host_readlink(int dir, const char *path, char *out, size_t size);

/* descriptor.c: what is done with an open file. */
int host_close(int fd);
int64_t host_read(int fd, void *data, size_t length);
int64_t host_write(int fd, const void *data, size_t length);
int64_t host_pread(int fd, void *data, size_t length, int64_t offset);
int64_t host_pwrite(int fd, const void *data, size_t length, int64_t offset);
/* At the file's own offset when offset is -1. */
int64_t host_readv(int fd, const struct iovec *iov, int count, int64_t offset);
int64_t host_writev(int fd, const struct iovec *iov, int count, int64_t offset);
/* At the file's own offset, without waiting (EAGAIN) and without O_NONBLOCK; EOPNOTSUPP where the file cannot. */
int64_t host_readv_nowait(int fd, const struct iovec *iov, int count);
int64_t host_writev_nowait(int fd, const struct iovec *iov, int count);
int host_available(int fd);
int64_t host_lseek(int fd, int64_t offset, int whence);
int host_ftruncate(int fd, int64_t size);
int host_fallocate(int fd, int mode, int64_t offset, int64_t length);
int host_memfd(void);
/* The descriptor that comes with the next byte of a socket. -EPROTO: it has none. */
int host_receive(int socket);
int host_fadvise(int fd, int64_t offset, int64_t length, int advice);
int host_fsync(int fd);
int host_fdatasync(int fd);
int host_futimens(int fd, int64_t atime, int64_t mtime);
int host_get_flags(int fd);
int host_set_flags(int fd, int flags);
int host_isatty(int fd);
int host_getdents(int fd, void *data, int length);

/* memory.c: address space of this process, whole pages of it. */
/* The address of so many bytes that cannot be used before they are committed. */
int64_t host_reserve(int64_t length);
int host_commit(void *address, int64_t length);
/* MADV_DONTNEED, after which it reads as zero; MADV_HUGEPAGE, MADV_NOHUGEPAGE. */
int host_advise(void *address, int64_t length, int advice);
int host_unmap(void *address, int64_t length);
/* Puts a private mapping of a file in the place of pages. -EFAULT: they are gone; after another error they are what they were. */
int host_map_private(void *address, int64_t length, int fd, int64_t offset);
/* A new file in memory with these bytes, which nobody can change. */
int host_sealed(const void *bytes, int64_t length);

/* entry.c: changes to directories. */
int host_mkdir(const struct entry *at, mode_t mode);
int host_unlink(const struct entry *at, int flags);
int host_symlink(const char *target, const struct entry *at);
int host_link(const struct entry *from, const struct entry *to);
int host_rename(const struct entry *from, const struct entry *to, unsigned int flags);
int host_utimes(const struct entry *at, int64_t atime, int64_t mtime);

/* socket.c: sockets, all of them non-blocking and close-on-exec. None of these raises SIGPIPE. */
int host_socket(int family, int type);
int host_bind(int fd, const struct address *local);
/* The mode that the name of a UNIX socket will have, before host_bind makes it. */
int host_socket_mode(int fd, mode_t mode);
int host_listen(int fd, int backlog);
int host_accept(int fd);
int host_connect(int fd, const struct address *peer);
/* The length of the address; what is behind it in out is zero. */
int host_getsockname(int fd, struct address *out);
int host_getpeername(int fd, struct address *out);
int host_setsockopt(int fd, int level, int name, int value);
/* The value as an unsigned number. */
int64_t host_getsockopt(int fd, int level, int name);
/* Seconds, negative for off, which is told as UINT32_MAX. */
int host_set_linger(int fd, int seconds);
int64_t host_get_linger(int fd);
int host_shutdown(int fd, int how);
int64_t host_send(int fd, const void *data, size_t length, int flags);
int64_t host_recv(int fd, void *data, size_t length, int flags);
/* One message from or into all buffers; to may be NULL. -EMSGSIZE: more than HOST_MESSAGE_MAX in several of them. */
int64_t host_send_message(int fd, const struct iovec *iov, int count, int flags, const struct address *to);
int64_t host_receive_message(int fd, const struct iovec *iov, int count, int flags, struct address *from);

/* event.c: waiting. */
int host_poll(struct pollfd *fds, int count, int64_t timeout_nanos);
int host_eventfd(void);
int host_event_signal(int fd);
int host_event_drain(int fd);
/* A descriptor that is readable from a moment of the realtime clock on. */
int host_alarm(int64_t realtime_nanos);
int host_cpu_clock(void);
int64_t host_cpu_nanos(int clock);

/*
 * confine.c: limits every thread of this process, for good, to the system calls that the program in the file `filter`
 * lets through. Others answer EPERM; with a file of names each of those is reported on stderr the first time.
 */
int host_confine(const char *filter, const char *names);

#define HOST_WORDS_BYTES 512

/* lastwords.c: for when nothing can be relied on. */
/* Writes as much as there is room for within that time after each part, and returns how much that was. */
int64_t host_say(int fd, const char *text, size_t length, int patience_millis);
/* From now on abort(3) says the last words and exits with that status. */
int host_on_abort(int status);
/* What is said then; there are three of them. */
int host_last_words(int index, int fd, const char *text, size_t length);
/* Signals of the host that mean the program are written to a descriptor, a byte each. */
int host_signals_to(int fd);

#endif
