package io.jwasm.wasi.wasmedge;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.sentry.kernel.ExitStatus;
import io.jwasm.sentry.kernel.Syscall;
import io.jwasm.sentry.net.NetworkPolicy;
import io.jwasm.wasi.TestNetwork;
import io.jwasm.wasi.preview1.Machine;
import java.nio.charset.StandardCharsets;

/**
 * A program of WasmEdge's SDK, by hand. Addresses end at 65536.
 *
 * <pre>
 * memory:   1000 results   2000 described buffers   3000 their bytes   4000 iovecs   5000 data
 * </pre>
 */
final class Guest {
  static final int RESULT = 1000;
  static final int PORT = 1004;
  static final int FLAGS = 1008;
  static final int ADDRESS = 2000;
  static final int BYTES = 3000;
  static final int IOVECS = 4000;
  static final int DATA = 5000;

  static final int INET4 = 1;
  static final int INET6 = 2;
  static final int UNIX = 3;
  static final int DGRAM = 1;
  static final int STREAM = 2;

  private static final WasmEdge VERSION_1 = WasmEdge.version1();
  private static final WasmEdge VERSION_2 = WasmEdge.version2();

  final TestNetwork stack = new TestNetwork();
  final Machine machine;

  Guest() throws Exception {
    this(NetworkPolicy.OPEN);
  }

  Guest(NetworkPolicy policy) throws Exception {
    machine = Machine.on(stack.under(policy));
  }

  /** Makes a call of version 1, of which most have only that. */
  long call(String name, long... args) {
    return call(VERSION_1.find(WasmEdge.MODULE, name), args);
  }

  long callV2(String name, long... args) {
    return call(VERSION_2.find(WasmEdge.MODULE, name), args);
  }

  private long call(Syscall call, long... args) {
    Machine.Result result = machine.tryCall(call, args);
    assertThat(result.exit()).as(call.name()).isNull();
    return result.errno();
  }

  void traps(String name, long... args) {
    traps(VERSION_1.find(WasmEdge.MODULE, name), args);
  }

  void trapsV2(String name, long... args) {
    traps(VERSION_2.find(WasmEdge.MODULE, name), args);
  }

  private void traps(Syscall call, long... args) {
    assertThat(machine.tryCall(call, args).exit())
        .isEqualTo(new ExitStatus.Trapped("out of bounds memory access in " + call.name()));
  }

  /** Opens a socket and returns its descriptor. */
  int open(int family, int type) {
    assertThat(call("sock_open", family, type, RESULT)).isZero();
    return result();
  }

  int result() {
    return machine.bytes.getInt(RESULT);
  }

  int port() {
    return machine.bytes.getInt(PORT);
  }

  /** Describes a buffer of such a length with these first bytes, and returns where. */
  int address(int length, int... first) {
    describe(BYTES, length);
    machine.bytes.put(BYTES, new byte[128]);
    machine.put(BYTES, first);
    return ADDRESS;
  }

  void describe(int address, int length) {
    machine.bytes.putInt(ADDRESS, address).putInt(ADDRESS + 4, length);
  }

  /** Describes a buffer of 128 bytes with a path. */
  int path(String path) {
    address(128, UNIX, 0);
    machine.bytes.put(BYTES + 2, path.getBytes(StandardCharsets.UTF_8));
    return ADDRESS;
  }

  /** Describes the one buffer of a transfer. */
  int iovec(int address, int length) {
    machine.bytes.putInt(IOVECS, address).putInt(IOVECS + 4, length);
    return IOVECS;
  }

  /** Places a text and describes it as the one buffer of a transfer. */
  int data(String text) {
    return iovec(DATA, text(DATA, text));
  }

  /** Places a text and returns its length. */
  int text(int address, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    machine.bytes.put(address, bytes);
    return bytes.length;
  }

  String text(int address, int length) {
    return new String(machine.get(address, length), StandardCharsets.UTF_8);
  }
}
