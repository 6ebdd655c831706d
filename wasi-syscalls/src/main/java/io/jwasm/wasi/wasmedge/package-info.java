/**
 * WasmEdge's extension of preview 1: programs that make sockets, connect them and ask for names. It
 * shares preview 1's import module; where it has a function of a name that is there already, or
 * changed one from its version 1 to 2 (WasmEdge 0.12), their types tell them apart.
 *
 * <pre>
 *  WasmEdge -> Functions -> SocketCalls DatagramCalls AddressCalls OptionCalls NameCalls
 *                                \___________|___________/      |        |
 *                                    AddressBuffer           SockOpt  AddrInfo
 * </pre>
 */
package io.jwasm.wasi.wasmedge;
