package io.jwasm.oci.spec;

import static io.jwasm.oci.spec.Documents.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpecViolationTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'ociVersion': 1}                         | ociVersion | found 1; write a string
          {'root': 'rootfs'}                        | root | found a string; write an object
          {'root': {'path': ['a']}}                 | root.path | found an array; write a string
          {'root': {'readonly': 'yes'}}             | root.readonly | found a string; write true or false
          {'mounts': {}}                            | mounts | found an object; write an array
          {'mounts': [null]}                        | mounts[0] | found null; write an object
          {'mounts': [{}]}                          | mounts[0].destination | is missing; add the mount point inside the container
          {'mounts': [{'destination': ''}]}         | mounts[0].destination | is missing; add the mount point inside the container
          {'mounts': [{'destination': 7}]}          | mounts[0].destination | found 7; write a string
          {'process': {'args': 'sh'}}               | process.args | found a string; write an array
          {'process': {'args': [1]}}                | process.args[0] | found 1; write a string
          {'process': {'args': ['a', null]}}        | process.args[1] | found null; write a string
          {'process': {'args': ['a', ['b']]}}       | process.args[1] | found an array; write a string
          {'process': {'terminal': 1}}              | process.terminal | found 1; write true or false
          {'process': {'user': {'gid': 0}}}         | process.user.uid | is missing; add the user id to run as
          {'process': {'user': {'uid': -1, 'gid': 0}}}         | process.user.uid | found -1; write a whole number from 0 to 4294967295
          {'process': {'user': {'uid': 4294967296, 'gid': 0}}} | process.user.uid | found 4294967296; write a whole number from 0 to 4294967295
          {'process': {'user': {'uid': 0.5, 'gid': 0}}}        | process.user.uid | found 0.5; write a whole number from 0 to 4294967295
          {'process': {'user': {'uid': 1e3, 'gid': 0}}}        | process.user.uid | found 1e3; write a whole number from 0 to 4294967295
          {'process': {'user': {'uid': '0', 'gid': 0}}}        | process.user.uid | found a string; write a whole number from 0 to 4294967295
          {'process': {'user': {'uid': 0, 'gid': 0, 'umask': 512}}} | process.user.umask | found 512; write a whole number from 0 to 511
          {'process': {'user': {'uid': 0, 'gid': 0, 'additionalGids': [0, 'x']}}} | process.user.additionalGids[1] | found a string; write a whole number from 0 to 4294967295
          {'process': {'rlimits': [{'type': 'RLIMIT_FOO', 'soft': 1, 'hard': 1}]}} | process.rlimits[0].type | unknown value "RLIMIT_FOO"; use one of RLIMIT_AS, RLIMIT_CORE, RLIMIT_CPU, RLIMIT_DATA, RLIMIT_FSIZE, RLIMIT_LOCKS, RLIMIT_MEMLOCK, RLIMIT_MSGQUEUE, RLIMIT_NICE, RLIMIT_NOFILE, RLIMIT_NPROC, RLIMIT_RSS, RLIMIT_RTPRIO, RLIMIT_RTTIME, RLIMIT_SIGPENDING, RLIMIT_STACK
          {'process': {'rlimits': [{'type': 'RLIMIT_CPU', 'soft': 1}]}} | process.rlimits[0].hard | is missing; add the ceiling of the soft limit
          {'process': {'rlimits': [{'type': 'RLIMIT_CPU', 'soft': 18446744073709551616, 'hard': 1}]}} | process.rlimits[0].soft | found 18446744073709551616; write a whole number from 0 to 18446744073709551615
          {'process': {'rlimits': [{'type': 'RLIMIT_CPU', 'soft': -1, 'hard': 1}]}} | process.rlimits[0].soft | found -1; write a whole number from 0 to 18446744073709551615
          {'process': {'oomScoreAdj': 1001}}        | process.oomScoreAdj | found 1001; write a whole number from -1000 to 1000
          {'process': {'consoleSize': {'height': 1}}} | process.consoleSize.width | is missing; add the number of columns
          {'process': {'scheduler': {'policy': 'SCHED_NONE'}}} | process.scheduler.policy | unknown value "SCHED_NONE"; use one of SCHED_OTHER, SCHED_FIFO, SCHED_RR, SCHED_BATCH, SCHED_ISO, SCHED_IDLE, SCHED_DEADLINE
          {'process': {'scheduler': {}}}            | process.scheduler.policy | is missing; add the scheduling policy, such as SCHED_OTHER
          {'process': {'ioPriority': {'class': 'IOPRIO_CLASS_RT', 'priority': 8}}} | process.ioPriority.priority | found 8; write a whole number from 0 to 7
          {'hooks': {'prestart': [{'path': '/a', 'timeout': 0}]}} | hooks.prestart[0].timeout | found 0; write a whole number from 1 to 2147483647
          {'hooks': {'poststop': [{'args': []}]}}   | hooks.poststop[0].path | is missing; add the absolute path of the program
          {'annotations': {'a.b': 1}}               | annotations["a.b"] | found 1; write a string
          {'annotations': {'ab': null}}             | annotations.ab | found null; write a string
          {'linux': {'namespaces': [{'type': 'pid'}, {'type': 'usr'}]}} | linux.namespaces[1].type | unknown value "usr"; use one of cgroup, ipc, mount, network, pid, time, user, uts
          {'linux': {'namespaces': [{'path': '/a'}]}} | linux.namespaces[0].type | is missing; add the kind of namespace, such as pid
          {'linux': {'rootfsPropagation': 'slaved'}} | linux.rootfsPropagation | unknown value "slaved"; use one of private, shared, slave, unbindable, rprivate, rshared, rslave, runbindable
          {'linux': {'uidMappings': [{'containerID': 0, 'size': 1}]}} | linux.uidMappings[0].hostID | is missing; add the first id on the host
          {'linux': {'seccomp': {'defaultAction': 'SCMP_ACT_HALT'}}} | linux.seccomp.defaultAction | unknown value "SCMP_ACT_HALT"; use one of SCMP_ACT_KILL, SCMP_ACT_KILL_PROCESS, SCMP_ACT_KILL_THREAD, SCMP_ACT_TRAP, SCMP_ACT_ERRNO, SCMP_ACT_TRACE, SCMP_ACT_ALLOW, SCMP_ACT_LOG, SCMP_ACT_NOTIFY
          {'linux': {'seccomp': {'defaultAction': 'SCMP_ACT_LOG', 'flags': ['']}}} | linux.seccomp.flags[0] | names nothing; remove it
          {'linux': {'devices': [{'path': '/dev/a', 'type': 'x'}]}} | linux.devices[0].type | unknown value "x"; use one of a, b, c, u, p
          {'linux': {'resources': {'memory': {'limit': 9223372036854775808}}}} | linux.resources.memory.limit | found 9223372036854775808; write a whole number from -9223372036854775808 to 9223372036854775807
          {'linux': {'resources': {'memory': {'limit': 1000000000000000000000000000}}}} | linux.resources.memory.limit | found a long number; write a whole number from -9223372036854775808 to 9223372036854775807
          {'linux': {'resources': {'blockIO': {'weight': 65536}}}} | linux.resources.blockIO.weight | found 65536; write a whole number from 0 to 65535
          {'linux': {'resources': {'devices': [{'access': 'r'}]}}} | linux.resources.devices[0].allow | is missing; add true or false
          {'linux': {'timeOffsets': {'boottime': {'nanosecs': 1000000000}}}} | linux.timeOffsets.boottime.nanosecs | found 1000000000; write a whole number from 0 to 999999999
          {'hostname': 'a\\u0000b'}                 | hostname | has a NUL at character 1; remove it
          {'process': {'env': ['A=1', 'B=\\u0000']}} | process.env[1] | has a NUL at character 2; remove it
          {'annotations': {'a\\u0000': 'b'}}        | annotations["a\\u0000"] | has a NUL at character 1; remove it
          {'linux': {'netDevices': {'\\u0000': {}}}} | linux.netDevices["\\u0000"] | has a NUL at character 0; remove it
          {'hostname': '\\ud800x'}                  | hostname | has half a surrogate pair at character 0; write both \\u escapes
          {'hostname': 'x\\udc00'}                  | hostname | has half a surrogate pair at character 1; write both \\u escapes
          []                                        | `` | found an array; write an object
          null                                      | `` | found null; write an object
          'text'                                    | `` | found a string; write an object
          """)
  void aWrongValueIsNamedByPathWithTheRemedy(String document, String path, String message) {
    assertThat(violations(document)).containsExactly(new Violation(path, message));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'a': 1,}                    | `` | line 1, column 9: not valid JSON; look for a missing quote, comma or bracket, or for a comment
          {'a': tru}                   | `` | line 1, column 10: not valid JSON; look for a missing quote, comma or bracket, or for a comment
          {'a': 01}                    | `` | line 1, column 8: not valid JSON; look for a missing quote, comma or bracket, or for a comment
          {'a': NaN}                   | `` | line 1, column 10: not valid JSON; look for a missing quote, comma or bracket, or for a comment
          {'hostname': 'a' /* c */}    | `` | line 1, column 18: not valid JSON; look for a missing quote, comma or bracket, or for a comment
          {'hostname': 'a'             | `` | line 1, column 17: the document ends too early; complete it
          {'hostname': 'a              | `` | line 1, column 16: the document ends too early; complete it
          {'hostname': 'a'} {}         | `` | line 1, column 19: something follows the end of the document; remove it
          {'hostname': 'a'} x          | `` | line 1, column 20: not valid JSON; look for a missing quote, comma or bracket, or for a comment
          {'hostname': 1, 'hostname': 2} | hostname | line 1, column 27: the property is there twice; remove one
          {'x': [{'y': {'z': 1, 'z': 2}}]} | x[0].y.z | line 1, column 26: the property is there twice; remove one
          """)
  void aBrokenDocumentIsOneViolationWithLineAndColumn(
      String document, String path, String message) {
    assertThat(violations(document)).containsExactly(new Violation(path, message));
  }

  @Test
  void anEmptyDocumentIsInvalid() {
    assertThat(violations(""))
        .containsExactly(new Violation("", "the document is empty; write a JSON object"));
    assertThat(violations(" \n\t"))
        .containsExactly(new Violation("", "the document is empty; write a JSON object"));
  }

  @Test
  void aBrokenDocumentDropsWhatWasFoundBefore() {
    assertThat(violations("{'hostname': 1,\n\n 'root': }"))
        .containsExactly(
            new Violation(
                "",
                "line 3, column 10: not valid JSON; look for a missing quote, comma or bracket, or"
                    + " for a comment"));
  }

  @Test
  void allViolationsAreReportedAtOnceInDocumentOrder() {
    String document =
        """
        {'ociVersion': 1,
         'process': {'args': ['a', 2, {'b': [3]}], 'cwd': {}, 'user': {'uid': -1}},
         'linux': {'namespaces': [{'type': 'pid'}, {'type': 'net'}, 'uts']},
         'hostname': true}
        """;

    assertThat(violations(document))
        .containsExactly(
            new Violation("ociVersion", "found 1; write a string"),
            new Violation("process.args[1]", "found 2; write a string"),
            new Violation("process.args[2]", "found an object; write a string"),
            new Violation("process.cwd", "found an object; write a string"),
            new Violation(
                "process.user.uid", "found -1; write a whole number from 0 to 4294967295"),
            new Violation("process.user.gid", "is missing; add the group id to run as"),
            new Violation(
                "linux.namespaces[1].type",
                "unknown value \"net\"; use one of cgroup, ipc, mount, network, pid, time, user,"
                    + " uts"),
            new Violation("linux.namespaces[2]", "found a string; write an object"),
            new Violation("hostname", "found a boolean; write a string"));
  }

  @Test
  void theMessageIsOneLineOfAtMostTwentyViolations() {
    InvalidSpec two = invalid("{'hostname': 1, 'root': 2}");
    assertThat(two).hasMessage("hostname: found 1; write a string; root: found 2; write an object");
    assertThat(two.getStackTrace()).isEmpty();

    InvalidSpec many = invalid("{'process': {'args': [" + "1,".repeat(21) + "1]}}");
    assertThat(many.violations()).hasSize(22);
    assertThat(many.getMessage()).endsWith("process.args[19]: found 1; write a string; and 2 more");
  }

  @Test
  void aQuotedValueIsShortAndPrintable() {
    String evil = "\\n\\u001b[31m\\u202e\\\\" + "x".repeat(100);

    assertThat(violations("{'linux': {'rootfsPropagation': '" + evil + "'}}"))
        .containsExactly(
            new Violation(
                "linux.rootfsPropagation",
                "unknown value \"\\u000a\\u001b[31m\\u202e\\u005c"
                    + "x".repeat(52)
                    + "...\"; use one of private, shared, slave, unbindable, rprivate, rshared,"
                    + " rslave, runbindable"));
  }

  private static List<Violation> violations(String document) {
    return invalid(document).violations();
  }

  private static InvalidSpec invalid(String document) {
    return catchThrowableOfType(InvalidSpec.class, () -> SpecReader.read(json(document)));
  }
}
