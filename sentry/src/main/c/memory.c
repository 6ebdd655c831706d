#define _GNU_SOURCE
#include <sys/mman.h>

#include "hostkernel.h"
#include "result.h"

int64_t host_reserve(int64_t length)
{
	if (length <= 0)
		return -EINVAL;
	void *address = mmap(NULL, (size_t)length, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
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
