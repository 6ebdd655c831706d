#define _GNU_SOURCE
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "hostkernel.h"
#include "result.h"

int host_poll(struct pollfd *fds, int count, int64_t timeout_nanos)
{
	const int64_t second = 1000000000;
	struct timespec timeout = { .tv_sec = timeout_nanos / second, .tv_nsec = timeout_nanos % second };
	if (count < 0 || count > HOST_POLL_MAX)
		return -EINVAL;
	return (int)result(ppoll(fds, (nfds_t)count, timeout_nanos < 0 ? NULL : &timeout, NULL));
}

int host_eventfd(void)
{
	return (int)result(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
}

int host_event_signal(int fd)
{
	uint64_t one = 1;
	int64_t outcome = result(write(fd, &one, sizeof(one)));
	/* A counter that is full has been signalled. */
	return outcome == -EAGAIN || outcome >= 0 ? 0 : (int)outcome;
}

int host_event_drain(int fd)
{
	uint64_t count;
	int64_t outcome = result(read(fd, &count, sizeof(count)));
	return outcome == -EAGAIN || outcome >= 0 ? 0 : (int)outcome;
}

int host_alarm(int64_t realtime_nanos)
{
	const int64_t second = 1000000000;
	/* A time of 0 would disarm the timer; every moment up to 1970 has passed. */
	int64_t nanos = realtime_nanos > 0 ? realtime_nanos : 1;
	struct itimerspec moment = { .it_value = { .tv_sec = nanos / second, .tv_nsec = nanos % second } };
	int fd = (int)result(timerfd_create(CLOCK_REALTIME, TFD_CLOEXEC | TFD_NONBLOCK));
	if (fd < 0)
		return fd;
	int outcome = (int)result(timerfd_settime(fd, TFD_TIMER_ABSTIME, &moment, NULL));
	if (outcome < 0)
		close(fd);
	return outcome < 0 ? outcome : fd;
}

int host_cpu_clock(void)
{
	clockid_t clock;
	int error = pthread_getcpuclockid(pthread_self(), &clock);
	return error == 0 ? clock : CLOCK_THREAD_CPUTIME_ID;
}

int64_t host_cpu_nanos(int clock)
{
	struct timespec now;
	int64_t outcome = result(clock_gettime(clock, &now));
	return outcome < 0 ? outcome : now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}
