/* httpd that makes its listening socket itself, over WasmEdge's extension. */
#define WASMEDGE
#include "httpd.c"
