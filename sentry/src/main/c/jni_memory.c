/* As jni.c, for the calls on address space. */
#include "io_jwasm_sentry_host_HostKernel.h"
#include "jnivalues.h"

#define NATIVE(returned, name) JNIEXPORT returned JNICALL Java_io_jwasm_sentry_host_HostKernel_##name

NATIVE(jlong, reserve)(ENV, jlong length)
{
	return host_reserve(length);
}

NATIVE(jint, commit)(ENV, jlong address, jlong length)
{
	return host_commit(pointer(address), length);
}

NATIVE(jint, advise)(ENV, jlong address, jlong length, jint advice)
{
	return host_advise(pointer(address), length, advice);
}

NATIVE(jint, unmap)(ENV, jlong address, jlong length)
{
	return host_unmap(pointer(address), length);
}

NATIVE(jint, mapPrivate)(ENV, jlong address, jlong length, jint fd, jlong offset)
{
	return host_map_private(pointer(address), length, fd, offset);
}

NATIVE(jint, sealed)(ENV, jlong address, jlong length)
{
	return host_sealed(pointer(address), length);
}

NATIVE(jobject, bufferAt)(ENV, jlong address, jint length)
{
	jobject buffer = length < 0 ? NULL : (*env)->NewDirectByteBuffer(env, pointer(address), length);
	(*env)->ExceptionClear(env);
	return buffer;
}

NATIVE(jlong, addressOf)(ENV, jobject direct)
{
	return direct == NULL ? 0 : (jlong)(uintptr_t)(*env)->GetDirectBufferAddress(env, direct);
}
