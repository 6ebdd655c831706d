#define _GNU_SOURCE
#include <fcntl.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <unistd.h>

#include "hostkernel.h"
#include "result.h"

/*
 * Where reservations lie, if the host has room there: smaps has no other way of telling them from what is the JVM's, which
 * maps near the stack (MemoryMap.java knows this range; prctl(PR_SET_VMA) would name them, where kernels are built so).
 */
#define RESERVED_BEGIN (UINT64_C(16) << 40)
#define RESERVED_END (UINT64_C(32) << 40)

static void *place(size_t length)
{
	static _Atomic uint64_t used;
	uint64_t offset = length > RESERVED_END - RESERVED_BEGIN ? 0 : atomic_fetch_add(&used, length);
	return (void *)(uintptr_t)(RESERVED_BEGIN + offset % (RESERVED_END - RESERVED_BEGIN));
}

int64_t host_reserve(int64_t length)
{
	if (length <= 0)
		return -EINVAL;
	void *address = mmap(place((size_t)length), (size_t)length, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	return address == MAP_FAILED ? -errno : (int64_t)(uintptr_t)address;
}

int host_commit(void *address, int64_t length)
{
	return length < 0 ? -EINVAL : (int)result(mprotect(address, (size_t)length, PROT_READ | PROT_WRITE));
}

int host_advise(void *address, int64_t length, int advice)
{
	if (length < 0 || (advice != MADV_DONTNEED && advice != MADV_HUGEPAGE && advice != MADV_NOHUGEPAGE))
		return -EINVAL;
	return (int)result(madvise(address, (size_t)length, advice));
}

int host_unmap(void *address, int64_t length)
{
	return length <= 0 ? -EINVAL : (int)result(munmap(address, (size_t)length));
}

/* Mapped elsewhere and then moved: where the file cannot be mapped, the pages here are still what they were. */
int host_map_private(void *address, int64_t length, int fd, int64_t offset)
{
	if (length <= 0 || offset < 0)
		return -EINVAL;
	void *mapped = mmap(NULL, (size_t)length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_NORESERVE, fd, (off_t)offset);
	if (mapped == MAP_FAILED)
		return -errno;
	if (mremap(mapped, (size_t)length, (size_t)length, MREMAP_MAYMOVE | MREMAP_FIXED, address) == address)
		return 0;
	munmap(mapped, (size_t)length);
	return -EFAULT;
}

int host_sealed(const void *bytes, int64_t length)
{
	int fd = length < 0 ? -EINVAL : (int)result(memfd_create("start", MFD_CLOEXEC | MFD_ALLOW_SEALING));
	if (fd < 0)
		return fd;
	for (int64_t done = 0, count; done < length; done += count) {
		count = write(fd, (const char *)bytes + done, (size_t)(length - done));
		if (count <= 0) {
			int error = count < 0 ? errno : EIO;
			close(fd);
			return -error;
		}
	}
	if (fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL) == 0)
		return fd;
	int error = errno;
	close(fd);
	return -error;
}
