/* Takes all memory that there is, copies a line from standard input to standard output to say so, and asks for more for ever. */
#include <unistd.h>

int main(void)
{
	char line[64];
	while (__builtin_wasm_memory_grow(0, 1) != -1UL)
		;
	long length = read(0, line, sizeof(line));
	if (length <= 0 || write(1, line, length) != length)
		return 1;
	for (;;)
		__builtin_wasm_memory_grow(0, 1);
}
