#define _GNU_SOURCE
#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <termios.h>
#include <unistd.h>

#include "hostkernel.h"
#include "result.h"

int host_close(int fd)
{
	int outcome = (int)result(close(fd));
	/* The descriptor is gone also when the wait for its last data was interrupted. */
	return outcome == -EINTR ? 0 : outcome;
}

int64_t host_read(int fd, void *data, size_t length)
{
	return result(read(fd, data, length));
}

int64_t host_write(int fd, const void *data, size_t length)
{
	return result(write(fd, data, length));
}

int64_t host_pread(int fd, void *data, size_t length, int64_t offset)
{
	return result(pread(fd, data, length, offset));
}

int64_t host_pwrite(int fd, const void *data, size_t length, int64_t offset)
{
	return result(pwrite(fd, data, length, offset));
}

int64_t host_readv(int fd, const struct iovec *iov, int count, int64_t offset)
{
	if (count < 0 || count > HOST_IOV_MAX)
		return -EINVAL;
	return result(preadv2(fd, iov, count, offset, 0));
}

int64_t host_writev(int fd, const struct iovec *iov, int count, int64_t offset)
{
	if (count < 0 || count > HOST_IOV_MAX)
		return -EINVAL;
	return result(pwritev2(fd, iov, count, offset, 0));
}

int64_t host_readv_nowait(int fd, const struct iovec *iov, int count)
{
	if (count < 0 || count > HOST_IOV_MAX)
		return -EINVAL;
	return result(preadv2(fd, iov, count, -1, RWF_NOWAIT));
}

int64_t host_writev_nowait(int fd, const struct iovec *iov, int count)
{
	if (count < 0 || count > HOST_IOV_MAX)
		return -EINVAL;
	return result(pwritev2(fd, iov, count, -1, RWF_NOWAIT));
}

int host_available(int fd)
{
	int bytes = 0;
	int outcome = (int)result(ioctl(fd, FIONREAD, &bytes));
	return outcome < 0 ? outcome : bytes;
}

int64_t host_lseek(int fd, int64_t offset, int whence)
{
	return result(lseek(fd, offset, whence));
}

int host_ftruncate(int fd, int64_t size)
{
	return (int)result(ftruncate(fd, size));
}

int host_fallocate(int fd, int mode, int64_t offset, int64_t length)
{
	return (int)result(fallocate(fd, mode, offset, length));
}

int host_memfd(void)
{
	return (int)result(memfd_create("jwasm", MFD_CLOEXEC));
}

int host_receive(int socket)
{
	union { char bytes[CMSG_SPACE(sizeof(int))]; struct cmsghdr align; } space = { 0 };
	char byte;
	struct iovec vector = { &byte, 1 };
	struct msghdr message = { .msg_iov = &vector, .msg_iovlen = 1, .msg_control = &space, .msg_controllen = sizeof(space) };
	ssize_t count = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
	if (count < 0)
		return -errno;
	struct cmsghdr *rights = CMSG_FIRSTHDR(&message);
	if (count == 0 || rights == NULL || rights->cmsg_level != SOL_SOCKET || rights->cmsg_type != SCM_RIGHTS ||
	    rights->cmsg_len != CMSG_LEN(sizeof(int)))
		return -EPROTO;
	int fd;
	memcpy(&fd, CMSG_DATA(rights), sizeof(fd));
	return fd;
}

int host_fadvise(int fd, int64_t offset, int64_t length, int advice)
{
	return -posix_fadvise(fd, offset, length, advice);
}

int host_fsync(int fd)
{
	return (int)result(fsync(fd));
}

int host_fdatasync(int fd)
{
	return (int)result(fdatasync(fd));
}

static struct timespec time_of(int64_t nanos)
{
	const int64_t second = 1000000000;
	if (nanos == HOST_TIME_OMIT)
		return (struct timespec){ .tv_nsec = UTIME_OMIT };
	if (nanos == HOST_TIME_NOW)
		return (struct timespec){ .tv_nsec = UTIME_NOW };
	/* Before 1970 the seconds round down, as the nanoseconds are counted upwards. */
	int64_t rest = nanos % second;
	return (struct timespec){ .tv_sec = nanos / second - (rest < 0), .tv_nsec = rest < 0 ? rest + second : rest };
}

void times_of(struct timespec times[2], int64_t atime, int64_t mtime)
{
	times[0] = time_of(atime);
	times[1] = time_of(mtime);
}

int host_futimens(int fd, int64_t atime, int64_t mtime)
{
	struct timespec times[2];
	times_of(times, atime, mtime);
	return (int)result(futimens(fd, times));
}

int host_get_flags(int fd)
{
	return (int)result(fcntl(fd, F_GETFL));
}

int host_set_flags(int fd, int flags)
{
	return (int)result(fcntl(fd, F_SETFL, flags));
}

int host_isatty(int fd)
{
	struct termios settings;
	int outcome = (int)result(tcgetattr(fd, &settings));
	/* EINVAL and ENOTTY are two ways of drivers to say no. */
	return outcome == 0 ? 1 : outcome == -ENOTTY || outcome == -EINVAL ? 0 : outcome;
}

int host_getdents(int fd, void *data, int length)
{
	return length < 0 ? -EINVAL : (int)result(syscall(SYS_getdents64, fd, data, (unsigned int)length));
}
