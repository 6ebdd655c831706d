/* Java's values as those of hostkernel.h, for every class with native methods. */
#ifndef JWASM_JNIVALUES_H
#define JWASM_JNIVALUES_H

#include <errno.h>
#include <jni.h>
#include <stdint.h>

#include "hostkernel.h"

#define ENV JNIEnv *env __attribute__((unused)), jclass type __attribute__((unused))

static inline void *pointer(jlong address)
{
	return (void *)(uintptr_t)address;
}

/* Copies pairs of longs, which are iovecs (see constants.c). */
static inline int vectors(JNIEnv *env, jlongArray iov, jint count, struct iovec out[HOST_IOV_MAX])
{
	if (count < 0 || count > HOST_IOV_MAX)
		return -EINVAL;
	if (iov == NULL || (*env)->GetArrayLength(env, iov) / 2 < count)
		return -EFAULT;
	(*env)->GetLongArrayRegion(env, iov, 0, 2 * count, (jlong *)out);
	return 0;
}

#endif
