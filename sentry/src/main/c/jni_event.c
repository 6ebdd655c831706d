/* As jni.c, for the calls that wait and wake. */
#include <stdlib.h>

#include "io_jwasm_sentry_host_HostKernel.h"
#include "jnivalues.h"

#define NATIVE(returned, name) JNIEXPORT returned JNICALL Java_io_jwasm_sentry_host_HostKernel_##name

/* So many of poll(2) lie on the stack; a thread that waits for more pays for an allocation. */
#define POLL_FEW 256

/* Pairs of ints are pollfds (see constants.c). */
static int poll_pairs(JNIEnv *env, jintArray pairs, jint count, jlong timeoutNanos, struct pollfd *fds)
{
	(*env)->GetIntArrayRegion(env, pairs, 0, 2 * count, (jint *)fds);
	int outcome = host_poll(fds, count, timeoutNanos);
	if (outcome >= 0)
		(*env)->SetIntArrayRegion(env, pairs, 0, 2 * count, (const jint *)fds);
	return outcome;
}

NATIVE(jint, poll)(ENV, jintArray pairs, jint count, jlong timeoutNanos)
{
	struct pollfd few[POLL_FEW];
	if (count < 0 || count > HOST_POLL_MAX)
		return -EINVAL;
	if (pairs == NULL || (*env)->GetArrayLength(env, pairs) / 2 < count)
		return -EFAULT;
	if (count <= POLL_FEW)
		return poll_pairs(env, pairs, count, timeoutNanos, few);
	struct pollfd *fds = malloc((size_t)count * sizeof(*fds));
	int outcome = fds == NULL ? -ENOMEM : poll_pairs(env, pairs, count, timeoutNanos, fds);
	free(fds);
	return outcome;
}

NATIVE(jint, eventfd)(ENV)
{
	return host_eventfd();
}

NATIVE(jint, signalEvent)(ENV, jint fd)
{
	return host_event_signal(fd);
}

NATIVE(jint, drainEvent)(ENV, jint fd)
{
	return host_event_drain(fd);
}

NATIVE(jint, alarm)(ENV, jlong realtimeNanos)
{
	return host_alarm(realtimeNanos);
}
