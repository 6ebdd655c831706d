package io.jwasm.wasi.wasmedge;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.sentry.kernel.Signature;
import io.jwasm.sentry.kernel.Strace;
import io.jwasm.sentry.kernel.Syscall;
import io.jwasm.sentry.kernel.SyscallTable;
import io.jwasm.wasi.preview1.Preview1;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WasmEdgeTest {
  private final SyscallTable table = Preview1.table();

  @Test
  void namesAreSorted() {
    assertThat(WasmEdge.version1().names()).hasSize(13).isSorted().doesNotHaveDuplicates();
    assertThat(WasmEdge.version2().names()).hasSize(3).isSorted().doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource({
    "sock_accept, iii, ''",
    "sock_accept, ii, 'Of WasmEdge, version 1.'",
    "sock_getlocaladdr, iiii, 'Of WasmEdge, version 1.'",
    "sock_getlocaladdr, iii, 'Of WasmEdge, version 2.'",
    "sock_getpeeraddr, iiii, 'Of WasmEdge, version 1.'",
    "sock_getpeeraddr, iii, 'Of WasmEdge, version 2.'",
    "sock_recv_from, iiiiiii, 'Of WasmEdge, version 1.'",
    "sock_recv_from, iiiiiiii, 'Of WasmEdge, version 2.'",
    "sock_open, iii, Of WasmEdge.",
    "sock_recv, iiiiii, ''",
    "sock_send, iiiii, ''"
  })
  void versionsAreToldApartByTheirTypes(String name, String params, String note) {
    Syscall found = table.find(WasmEdge.MODULE, name, new Signature(params, "i"));
    assertThat(found.note()).isEqualTo(note);
  }

  @Test
  void anotherTypeIsNone() {
    assertThat(table.find(WasmEdge.MODULE, "sock_accept", new Signature("i", "i"))).isNull();
    assertThat(table.find(WasmEdge.MODULE, "sock_accept", new Signature("ii", ""))).isNull();
    assertThat(table.signatures(WasmEdge.MODULE, "sock_accept"))
        .hasToString("[(i32, i32, i32) -> (i32), (i32, i32) -> (i32)]");
    assertThat(table.signatures("wasi_unstable", "sock_open")).isEmpty();
    assertThat(table.signatures(WasmEdge.MODULE, "sock_close")).isEmpty();
  }

  @Test
  void straceShowsTheCalls() throws Exception {
    List<String> lines = new ArrayList<>();
    SyscallTable traced = table.traced(new Strace(lines::add));
    Guest guest = new Guest();
    for (String params : List.of("ii", "iii")) {
      Syscall call = traced.find(WasmEdge.MODULE, "sock_accept", new Signature(params, "i"));
      guest.machine.tryCall(call, 5, 0, 0);
    }
    assertThat(lines).containsExactly("sock_accept(5, 0) = 8", "sock_accept(5, 0, 0) = 8");
  }
}
