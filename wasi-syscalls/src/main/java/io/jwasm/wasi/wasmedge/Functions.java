package io.jwasm.wasi.wasmedge;

import io.jwasm.wasi.WasiCall;
import java.util.List;

/** Both versions of the extension as data; sorted by name. */
final class Functions {
  private static final String BOTH = "Of WasmEdge.";
  private static final String FIRST = "Of WasmEdge, version 1.";
  private static final String SECOND = "Of WasmEdge, version 2.";

  static final List<Function> VERSION_1 =
      List.of(
          function("sock_accept", "ii", FIRST, SocketCalls::accept),
          function("sock_bind", "iii", BOTH, SocketCalls::bind),
          function("sock_connect", "iii", BOTH, SocketCalls::connect),
          new Function("sock_getaddrinfo", "iiiiiiii", BOTH, NameCalls::getaddrinfo),
          function("sock_getlocaladdr", "iiii", FIRST, AddressCalls::localV1),
          function("sock_getpeeraddr", "iiii", FIRST, AddressCalls::peerV1),
          function("sock_getsockopt", "iiiii", BOTH, OptionCalls::get),
          function("sock_listen", "ii", BOTH, SocketCalls::listen),
          function(
              "sock_lookup_ip", "iiiiii", "Of WasmEdge's asynchronous SDK.", NameCalls::lookUp),
          function("sock_open", "iii", BOTH, SocketCalls::open),
          function("sock_recv_from", "iiiiiii", FIRST, DatagramCalls::receiveV1),
          function("sock_send_to", "iiiiiii", BOTH, DatagramCalls::send),
          function("sock_setsockopt", "iiiii", BOTH, OptionCalls::set));

  static final List<Function> VERSION_2 =
      List.of(
          function("sock_getlocaladdr", "iii", SECOND, AddressCalls::localV2),
          function("sock_getpeeraddr", "iii", SECOND, AddressCalls::peerV2),
          function("sock_recv_from", "iiiiiiii", SECOND, DatagramCalls::receiveV2));

  private Functions() {}

  private static Function function(String name, String params, String note, WasiCall call) {
    return new Function(name, params, note, WasiCall.bind(name, call));
  }
}
