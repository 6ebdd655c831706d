/* As jni.c, for the calls on sockets. */
#include "io_jwasm_sentry_host_HostSockets.h"
#include "jnivalues.h"

#define NATIVE(returned, name) JNIEXPORT returned JNICALL Java_io_jwasm_sentry_host_HostSockets_##name

/* 0, EFAULT, or EINVAL for more bytes than an address can have, negative. */
static int address_in(JNIEnv *env, jbyteArray bytes, struct address *out)
{
	if (bytes == NULL)
		return -EFAULT;
	jsize length = (*env)->GetArrayLength(env, bytes);
	if (length > HOST_ADDRESS_MAX)
		return -EINVAL;
	(*env)->GetByteArrayRegion(env, bytes, 0, length, (jbyte *)out->bytes);
	out->length = (unsigned int)length;
	return 0;
}

static int no_room(JNIEnv *env, jbyteArray out)
{
	return out == NULL || (*env)->GetArrayLength(env, out) < HOST_ADDRESS_MAX;
}

/* All of it: behind an address are zeros. */
static void address_out(JNIEnv *env, const struct address *address, jbyteArray out)
{
	(*env)->SetByteArrayRegion(env, out, 0, HOST_ADDRESS_MAX, (const jbyte *)address->bytes);
}

NATIVE(jint, socket)(ENV, jint family, jint kind)
{
	return host_socket(family, kind);
}

NATIVE(jint, bind)(ENV, jint fd, jbyteArray address)
{
	struct address local;
	int outcome = address_in(env, address, &local);
	return outcome < 0 ? outcome : host_bind(fd, &local);
}

NATIVE(jint, mode)(ENV, jint fd, jint mode)
{
	return host_socket_mode(fd, (mode_t)mode);
}

NATIVE(jint, listen)(ENV, jint fd, jint backlog)
{
	return host_listen(fd, backlog);
}

NATIVE(jint, accept)(ENV, jint fd)
{
	return host_accept(fd);
}

NATIVE(jint, connect)(ENV, jint fd, jbyteArray address)
{
	struct address peer;
	int outcome = address_in(env, address, &peer);
	return outcome < 0 ? outcome : host_connect(fd, &peer);
}

NATIVE(jint, getsockname)(ENV, jint fd, jbyteArray out)
{
	struct address address;
	if (no_room(env, out))
		return -EFAULT;
	int outcome = host_getsockname(fd, &address);
	address_out(env, &address, out);
	return outcome;
}

NATIVE(jint, getpeername)(ENV, jint fd, jbyteArray out)
{
	struct address address;
	if (no_room(env, out))
		return -EFAULT;
	int outcome = host_getpeername(fd, &address);
	address_out(env, &address, out);
	return outcome;
}

NATIVE(jint, setsockopt)(ENV, jint fd, jint level, jint name, jint value)
{
	return host_setsockopt(fd, level, name, value);
}

NATIVE(jlong, getsockopt)(ENV, jint fd, jint level, jint name)
{
	return host_getsockopt(fd, level, name);
}

NATIVE(jint, setLinger)(ENV, jint fd, jint seconds)
{
	return host_set_linger(fd, seconds);
}

NATIVE(jlong, getLinger)(ENV, jint fd)
{
	return host_get_linger(fd);
}

NATIVE(jint, shutdown)(ENV, jint fd, jint how)
{
	return host_shutdown(fd, how);
}

NATIVE(jlong, send)(ENV, jint fd, jlong address, jlong length)
{
	return host_send(fd, pointer(address), (size_t)length, 0);
}

NATIVE(jlong, recv)(ENV, jint fd, jlong address, jlong length, jint flags)
{
	return host_recv(fd, pointer(address), (size_t)length, flags);
}

NATIVE(jlong, sendMessage)(ENV, jint fd, jlongArray iov, jint count, jbyteArray to)
{
	struct iovec buffers[HOST_IOV_MAX];
	struct address peer;
	int outcome = vectors(env, iov, count, buffers);
	if (outcome == 0 && to != NULL)
		outcome = address_in(env, to, &peer);
	return outcome < 0 ? outcome : host_send_message(fd, buffers, count, 0, to == NULL ? NULL : &peer);
}

NATIVE(jlong, receiveMessage)(ENV, jint fd, jlongArray iov, jint count, jint flags, jbyteArray from)
{
	struct iovec buffers[HOST_IOV_MAX];
	struct address peer;
	int outcome = vectors(env, iov, count, buffers);
	if (outcome == 0 && from != NULL && no_room(env, from))
		outcome = -EFAULT;
	if (outcome < 0)
		return outcome;
	int64_t length = host_receive_message(fd, buffers, count, flags, &peer);
	if (length >= 0 && from != NULL)
		address_out(env, &peer, from);
	return length;
}
