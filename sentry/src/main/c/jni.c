/* From Java's values to those of hostkernel.h, and back. Whatever Java passes, no call throws. */
#include <string.h>

#include "io_jwasm_sentry_host_HostConstants.h"
#include "io_jwasm_sentry_host_HostKernel.h"
#include "jnivalues.h"
#include "openflags.h"

#define NATIVE(returned, name) JNIEXPORT returned JNICALL Java_io_jwasm_sentry_host_HostKernel_##name

/* Copies bytes and adds a NUL. 0, EFAULT, ENAMETOOLONG, or EINVAL for a NUL among them, negative. */
static int text(JNIEnv *env, jbyteArray bytes, char *out, size_t capacity)
{
	if (bytes == NULL)
		return -EFAULT;
	jsize length = (*env)->GetArrayLength(env, bytes);
	if ((size_t)length >= capacity)
		return -ENAMETOOLONG;
	(*env)->GetByteArrayRegion(env, bytes, 0, length, (jbyte *)out);
	out[length] = '\0';
	return memchr(out, '\0', (size_t)length) == NULL ? 0 : -EINVAL;
}

struct entry_text {
	char parent[PATH_MAX];
	char name[NAME_MAX + 1];
	struct entry entry;
};

static int entry(JNIEnv *env, jint dir, jbyteArray parent, jbyteArray name, struct entry_text *out)
{
	int outcome = text(env, parent, out->parent, sizeof(out->parent));
	if (outcome == 0)
		outcome = text(env, name, out->name, sizeof(out->name));
	out->entry = (struct entry){ dir, out->parent, out->name };
	return outcome;
}

NATIVE(jint, open)(ENV, jint dir, jbyteArray path, jint flags, jint mode)
{
	char at[PATH_MAX];
	int host_flags;
	int outcome = text(env, path, at, sizeof(at));
	if (outcome < 0)
		return outcome;
	return openflags_from_java(flags, &host_flags) ? host_open(dir, at, host_flags, (mode_t)mode) : -EINVAL;
}

NATIVE(jint, openPlace)(ENV, jbyteArray path)
{
	char at[PATH_MAX];
	int outcome = text(env, path, at, sizeof(at));
	return outcome < 0 ? outcome : host_open_place(at);
}

static jint stat_out(JNIEnv *env, int outcome, const int64_t words[HOST_STAT_WORDS], jlongArray out)
{
	if (outcome < 0)
		return outcome;
	if (out == NULL || (*env)->GetArrayLength(env, out) < HOST_STAT_WORDS)
		return -EFAULT;
	(*env)->SetLongArrayRegion(env, out, 0, HOST_STAT_WORDS, (const jlong *)words);
	return 0;
}

NATIVE(jint, stat)(ENV, jint dir, jbyteArray path, jlongArray out)
{
	char at[PATH_MAX];
	int64_t words[HOST_STAT_WORDS];
	int outcome = text(env, path, at, sizeof(at));
	if (outcome == 0)
		outcome = host_stat(dir, at, words);
	return stat_out(env, outcome, words, out);
}

NATIVE(jint, fstat)(ENV, jint fd, jlongArray out)
{
	int64_t words[HOST_STAT_WORDS];
	int outcome = host_fstat(fd, words);
	return stat_out(env, outcome, words, out);
}

NATIVE(jint, readlink)(ENV, jint dir, jbyteArray path, jbyteArray out)
{
	char at[PATH_MAX];
	char target[PATH_MAX];
	int outcome = text(env, path, at, sizeof(at));
	if (outcome == 0 && out == NULL)
		outcome = -EFAULT;
	if (outcome < 0)
		return outcome;
	jsize size = (*env)->GetArrayLength(env, out);
	outcome = host_readlink(dir, at, target, size < PATH_MAX ? (size_t)size : sizeof(target));
	if (outcome > 0)
		(*env)->SetByteArrayRegion(env, out, 0, outcome, (const jbyte *)target);
	return outcome;
}

NATIVE(jint, close)(ENV, jint fd)
{
	return host_close(fd);
}

NATIVE(jlong, read)(ENV, jint fd, jlong address, jlong length)
{
	return host_read(fd, pointer(address), (size_t)length);
}

NATIVE(jlong, write)(ENV, jint fd, jlong address, jlong length)
{
	return host_write(fd, pointer(address), (size_t)length);
}

NATIVE(jlong, pread)(ENV, jint fd, jlong address, jlong length, jlong offset)
{
	return host_pread(fd, pointer(address), (size_t)length, offset);
}

NATIVE(jlong, pwrite)(ENV, jint fd, jlong address, jlong length, jlong offset)
{
	return host_pwrite(fd, pointer(address), (size_t)length, offset);
}

NATIVE(jlong, readv)(ENV, jint fd, jlongArray iov, jint count, jlong offset)
{
	struct iovec buffers[HOST_IOV_MAX];
	int outcome = vectors(env, iov, count, buffers);
	return outcome < 0 ? outcome : host_readv(fd, buffers, count, offset);
}

NATIVE(jlong, writev)(ENV, jint fd, jlongArray iov, jint count, jlong offset)
{
	struct iovec buffers[HOST_IOV_MAX];
	int outcome = vectors(env, iov, count, buffers);
	return outcome < 0 ? outcome : host_writev(fd, buffers, count, offset);
}

NATIVE(jlong, readvNowait)(ENV, jint fd, jlongArray iov, jint count)
{
	struct iovec buffers[HOST_IOV_MAX];
	int outcome = vectors(env, iov, count, buffers);
	return outcome < 0 ? outcome : host_readv_nowait(fd, buffers, count);
}

NATIVE(jlong, writevNowait)(ENV, jint fd, jlongArray iov, jint count)
{
	struct iovec buffers[HOST_IOV_MAX];
	int outcome = vectors(env, iov, count, buffers);
	return outcome < 0 ? outcome : host_writev_nowait(fd, buffers, count);
}

NATIVE(jint, available)(ENV, jint fd)
{
	return host_available(fd);
}

NATIVE(jlong, lseek)(ENV, jint fd, jlong offset, jint whence)
{
	return host_lseek(fd, offset, whence);
}

NATIVE(jint, ftruncate)(ENV, jint fd, jlong size)
{
	return host_ftruncate(fd, size);
}

NATIVE(jint, fallocate)(ENV, jint fd, jint mode, jlong offset, jlong length)
{
	return host_fallocate(fd, mode, offset, length);
}

NATIVE(jint, memfd)(ENV)
{
	return host_memfd();
}

NATIVE(jint, fadvise)(ENV, jint fd, jlong offset, jlong length, jint advice)
{
	return host_fadvise(fd, offset, length, advice);
}

NATIVE(jint, fsync)(ENV, jint fd)
{
	return host_fsync(fd);
}

NATIVE(jint, fdatasync)(ENV, jint fd)
{
	return host_fdatasync(fd);
}

NATIVE(jint, futimens)(ENV, jint fd, jlong atime, jlong mtime)
{
	return host_futimens(fd, atime, mtime);
}

NATIVE(jint, getFlags)(ENV, jint fd)
{
	int flags = host_get_flags(fd);
	return flags < 0 ? flags : openflags_to_java(flags);
}

NATIVE(jint, setFlags)(ENV, jint fd, jint flags)
{
	int host_flags;
	return openflags_from_java(flags, &host_flags) ? host_set_flags(fd, host_flags) : -EINVAL;
}

NATIVE(jint, isatty)(ENV, jint fd)
{
	return host_isatty(fd);
}

NATIVE(jint, getdents)(ENV, jint fd, jlong address, jint length)
{
	return host_getdents(fd, pointer(address), length);
}

NATIVE(jint, mkdir)(ENV, jint dir, jbyteArray parent, jbyteArray name, jint mode)
{
	struct entry_text at;
	int outcome = entry(env, dir, parent, name, &at);
	return outcome < 0 ? outcome : host_mkdir(&at.entry, (mode_t)mode);
}

NATIVE(jint, unlink)(ENV, jint dir, jbyteArray parent, jbyteArray name, jint flags)
{
	struct entry_text at;
	int outcome = entry(env, dir, parent, name, &at);
	return outcome < 0 ? outcome : host_unlink(&at.entry, flags);
}

NATIVE(jint, symlink)(ENV, jbyteArray target, jint dir, jbyteArray parent, jbyteArray name)
{
	char content[PATH_MAX];
	struct entry_text at;
	int outcome = text(env, target, content, sizeof(content));
	if (outcome == 0)
		outcome = entry(env, dir, parent, name, &at);
	return outcome < 0 ? outcome : host_symlink(content, &at.entry);
}

NATIVE(jint, link)
(ENV, jint oldDir, jbyteArray oldParent, jbyteArray oldName, jint newDir, jbyteArray newParent, jbyteArray newName)
{
	struct entry_text from, to;
	int outcome = entry(env, oldDir, oldParent, oldName, &from);
	if (outcome == 0)
		outcome = entry(env, newDir, newParent, newName, &to);
	return outcome < 0 ? outcome : host_link(&from.entry, &to.entry);
}

NATIVE(jint, rename)
(ENV, jint oldDir, jbyteArray oldParent, jbyteArray oldName, jint newDir, jbyteArray newParent, jbyteArray newName,
 jint flags)
{
	struct entry_text from, to;
	int outcome = entry(env, oldDir, oldParent, oldName, &from);
	if (outcome == 0)
		outcome = entry(env, newDir, newParent, newName, &to);
	return outcome < 0 ? outcome : host_rename(&from.entry, &to.entry, (unsigned int)flags);
}

NATIVE(jint, utimes)(ENV, jint dir, jbyteArray parent, jbyteArray name, jlong atime, jlong mtime)
{
	struct entry_text at;
	int outcome = entry(env, dir, parent, name, &at);
	return outcome < 0 ? outcome : host_utimes(&at.entry, atime, mtime);
}

NATIVE(jlong, say)(ENV, jint fd, jbyteArray text, jint patienceMillis)
{
	char part[PATH_MAX];
	jlong said = 0;
	jsize length = text == NULL ? 0 : (*env)->GetArrayLength(env, text);
	for (jsize from = 0; from < length; from += (jsize)sizeof(part)) {
		jsize count = length - from < (jsize)sizeof(part) ? length - from : (jsize)sizeof(part);
		(*env)->GetByteArrayRegion(env, text, from, count, (jbyte *)part);
		int64_t written = host_say(fd, part, (size_t)count, patienceMillis);
		said += written;
		if (written < count)
			break;
	}
	return said;
}

NATIVE(jint, onAbort)(ENV, jint status)
{
	return host_on_abort(status);
}

NATIVE(jint, lastWords)(ENV, jint index, jint fd, jbyteArray words)
{
	char part[HOST_WORDS_BYTES];
	jsize length = words == NULL ? 0 : (*env)->GetArrayLength(env, words);
	if (length > HOST_WORDS_BYTES)
		return -EINVAL;
	if (length > 0)
		(*env)->GetByteArrayRegion(env, words, 0, length, (jbyte *)part);
	return host_last_words(index, fd, part, (size_t)length);
}

NATIVE(jint, signalsTo)(ENV, jint fd)
{
	return host_signals_to(fd);
}

NATIVE(jint, receive)(ENV, jint socket)
{
	return host_receive(socket);
}

NATIVE(jint, cpuClock)(ENV)
{
	return host_cpu_clock();
}

NATIVE(jlong, cpuNanos)(ENV, jint clock)
{
	return host_cpu_nanos(clock);
}

NATIVE(jint, confine)(ENV, jbyteArray filter, jbyteArray names)
{
	char program[PATH_MAX];
	char list[PATH_MAX];
	int outcome = text(env, filter, program, sizeof(program));
	if (outcome == 0 && names != NULL)
		outcome = text(env, names, list, sizeof(list));
	return outcome < 0 ? outcome : host_confine(program, names == NULL ? NULL : list);
}
