package io.jwasm.oci.spec;

import static io.jwasm.oci.spec.Documents.container;
import static io.jwasm.oci.spec.Documents.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpecValidatorTest {

  @Test
  void theSmallestContainerIsValid() throws Exception {
    Spec spec = SpecReader.read(container("'x': 0"));

    assertThat(SpecValidator.validate(spec)).isEmpty();
    assertThat(SpecValidator.warnings(spec)).isEmpty();
  }

  @Test
  void allThatIsMissingIsReportedAtOnce() throws Exception {
    assertThat(validate("{}"))
        .containsExactly(
            new Violation("ociVersion", "is missing; add the version, such as 1.3.0"),
            new Violation("root", "is missing; add the root file system"),
            new Violation("process", "is missing; add the program to run"));
    assertThat(validate("{'ociVersion': '1.0.0', 'root': {}, 'process': {}}"))
        .containsExactly(
            new Violation("root.path", "is missing; add the directory of the root file system"),
            new Violation("process.args", "is empty; add the program to run"),
            new Violation("process.cwd", "is missing; add the working directory, such as /"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.0.0",
        "1.0.2-dev",
        "1.0.0-rc5",
        "1.0.0-rc.5",
        "1.1.0+dev",
        "1.3.0",
        "1.99.0-a.b-c.0+x.y"
      })
  void everyVersionOneIsSupported(String version) throws Exception {
    assertThat(validate(versioned(version))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1", "1.0", "v1.0.0", "1.0.0.0", "01.0.0", "1.00.0", "1.0.0-", "1.0.0-01", "1.0.0-a..b",
        "1.0.0+", "1.0.0+a_b", "1..0", ".1.0", "1.0.", "latest", "1.0.0 ", "-1.0.0", "1.0.x"
      })
  void aVersionThatIsNotSemVerIsRefused(String version) throws Exception {
    assertThat(validate(versioned(version)))
        .containsExactly(
            new Violation(
                "ociVersion", "found \"" + version + "\"; write a SemVer version, such as 1.3.0"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.5.0-dev", "2.0.0", "10.0.0"})
  void anotherMajorVersionIsRefusedWithTheSupportedRange(String version) throws Exception {
    assertThat(validate(versioned(version)))
        .containsExactly(
            new Violation(
                "ociVersion",
                "version \""
                    + version
                    + "\" is not supported; use 1.0.0 to 1.3.0, or any other 1.x"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'args': [''], 'cwd': '/'                    | process.args[0] | is empty; name the program to run
          'args': ['a'], 'cwd': 'work'                | process.cwd | found "work"; write an absolute path
          'args': ['a'], 'cwd': '/', 'env': ['A=', 'SECRET'] | process.env[1] | has no '='; write NAME=value
          'args': ['a'], 'cwd': '/', 'env': ['=x']    | process.env[0] | has no name before '='; write NAME=value
          'args': ['a'], 'cwd': '/', 'env': ['']      | process.env[0] | has no '='; write NAME=value
          'args': ['a'], 'cwd': '/', 'user': {'uid': 4294967295, 'gid': 0} | process.user.uid | found 4294967295, which the kernel reads as no id; choose another
          'args': ['a'], 'cwd': '/', 'user': {'uid': 0, 'gid': 4294967295} | process.user.gid | found 4294967295, which the kernel reads as no id; choose another
          'args': ['a'], 'cwd': '/', 'user': {'uid': 0, 'gid': 0, 'additionalGids': [4294967295]} | process.user.additionalGids[0] | found 4294967295, which the kernel reads as no id; choose another
          'args': ['a'], 'cwd': '/', 'rlimits': [{'type': 'RLIMIT_CPU', 'soft': 1, 'hard': 2}, {'type': 'RLIMIT_CPU', 'soft': 1, 'hard': 2}] | process.rlimits[1].type | RLIMIT_CPU is there twice; remove one entry
          'args': ['a'], 'cwd': '/', 'rlimits': [{'type': 'RLIMIT_CPU', 'soft': 18446744073709551615, 'hard': 2}] | process.rlimits[0].soft | found 18446744073709551615, above the hard limit 2; lower it
          'args': ['a'], 'cwd': '/', 'terminal': true, 'consoleSize': {'height': 65536, 'width': 1} | process.consoleSize | is larger than a terminal can be; keep both to at most 65535
          'args': ['a'], 'cwd': '/', 'scheduler': {'policy': 'SCHED_OTHER', 'nice': 20} | process.scheduler.nice | found 20; write -20 to 19
          'args': ['a'], 'cwd': '/', 'scheduler': {'policy': 'SCHED_OTHER', 'priority': 1} | process.scheduler.priority | needs the policy SCHED_FIFO or SCHED_RR; change it or remove this
          'args': ['a'], 'cwd': '/', 'scheduler': {'policy': 'SCHED_RR', 'period': 1} | process.scheduler.period | needs the policy SCHED_DEADLINE; change it or remove this
          'args': ['a'], 'cwd': '/', 'execCPUAffinity': {'initial': '0-3,x'} | process.execCPUAffinity.initial | found "0-3,x"; write a list such as 0-3,7
          """)
  void aProcessBreaksARule(String properties, String path, String message) throws Exception {
    String document =
        "{'ociVersion': '1.2.0', 'root': {'path': 'r'}, 'process': {" + properties + "}}";

    assertThat(validate(document)).containsExactly(new Violation(path, message));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'hostname': 'a'                             | hostname | needs a uts namespace; add one to linux.namespaces or remove the name
          'domainname': 'a'                           | domainname | needs a uts namespace; add one to linux.namespaces or remove the name
          'annotations': {'': 'a'}                    | annotations[""] | has an empty key; name it or remove it
          'hooks': {'createRuntime': [{'path': '/a'}, {'path': 'b'}]} | hooks.createRuntime[1].path | found "b"; write an absolute path
          'hooks': {'poststop': [{'path': './b'}]}    | hooks.poststop[0].path | found "./b"; write an absolute path
          'mounts': [{'destination': '/a', 'uidMappings': [{'containerID': 0, 'hostID': 0, 'size': 1}]}] | mounts[0].uidMappings | needs gidMappings too; add them
          'mounts': [{'destination': '/a', 'gidMappings': [{'containerID': 0, 'hostID': 0, 'size': 1}]}] | mounts[0].gidMappings | needs uidMappings too; add them
          'mounts': [{'destination': '/a', 'options': ['ridmap']}] | mounts[0].options | an id-mapped mount needs mappings; add uidMappings and gidMappings or a user namespace
          'linux': {'namespaces': [{'type': 'pid'}, {'type': 'ipc'}, {'type': 'pid', 'path': '/a'}]} | linux.namespaces[2].type | pid is there twice; remove one entry
          'linux': {'namespaces': [{'type': 'network', 'path': 'netns/a'}]} | linux.namespaces[0].path | found "netns/a"; write an absolute path
          'linux': {'namespaces': [{'type': 'user'}]} | linux.uidMappings | is missing; a new user namespace needs uidMappings or gidMappings
          'linux': {'uidMappings': [{'containerID': 0, 'hostID': 0, 'size': 1}]} | linux.uidMappings | needs a user namespace; add one to linux.namespaces or remove this
          'linux': {'gidMappings': [{'containerID': 0, 'hostID': 0, 'size': 1}]} | linux.gidMappings | needs a user namespace; add one to linux.namespaces or remove this
          'linux': {'namespaces': [{'type': 'user'}], 'uidMappings': [{'containerID': 0, 'hostID': 0, 'size': 0}]} | linux.uidMappings[0].size | found 0; map at least one id
          'linux': {'timeOffsets': {}}                | linux.timeOffsets | needs a time namespace; add one to linux.namespaces or remove this
          'linux': {'namespaces': [{'type': 'time', 'path': '/t'}], 'timeOffsets': {}} | linux.timeOffsets | cannot be set in a time namespace that is joined; remove this or its path
          'linux': {'sysctl': {'net.core.somaxconn': '1'}} | linux.sysctl["net.core.somaxconn"] | needs the network namespace; add it to linux.namespaces or remove this
          'linux': {'sysctl': {'net/core/somaxconn': '1'}} | linux.sysctl["net/core/somaxconn"] | needs the network namespace; add it to linux.namespaces or remove this
          'linux': {'sysctl': {'kernel.sem': '1'}}    | linux.sysctl["kernel.sem"] | needs the ipc namespace; add it to linux.namespaces or remove this
          'linux': {'sysctl': {'fs.mqueue.msg_max': '1'}} | linux.sysctl["fs.mqueue.msg_max"] | needs the ipc namespace; add it to linux.namespaces or remove this
          'linux': {'sysctl': {'kernel.domainname': 'a'}} | linux.sysctl["kernel.domainname"] | needs the uts namespace; add it to linux.namespaces or remove this
          'linux': {'sysctl': {'user.max_user_namespaces': '1'}} | linux.sysctl["user.max_user_namespaces"] | needs the user namespace; add it to linux.namespaces or remove this
          'linux': {'sysctl': {'kernel.hostname': 'a'}} | linux.sysctl["kernel.hostname"] | is what hostname is for; set that and remove this
          'linux': {'sysctl': {'kernel.panic': '1'}}  | linux.sysctl["kernel.panic"] | belongs to no namespace and would change the host; remove it
          'linux': {'sysctl': {'net.a/../../kernel/panic': '1'}} | linux.sysctl["net.a/../../kernel/panic"] | has an empty part; write a name such as net.core.somaxconn
          'linux': {'cgroupsPath': '/a/../../b'}      | linux.cgroupsPath | leads upwards with ..; write it without
          'linux': {'cgroupsPath': '..'}              | linux.cgroupsPath | leads upwards with ..; write it without
          'linux': {'maskedPaths': ['/a', 'b']}       | linux.maskedPaths[1] | found "b"; write an absolute path
          'linux': {'readonlyPaths': ['']}            | linux.readonlyPaths[0] | found ""; write an absolute path
          'linux': {'devices': [{'path': 'dev/a', 'type': 'c'}]} | linux.devices[0].path | found "dev/a"; write an absolute path
          'linux': {'devices': [{'path': '/dev/a', 'type': 'a'}]} | linux.devices[0].type | found a, which is for rules only; write c, b, u or p
          'linux': {'netDevices': {'eth0': {}}}       | linux.netDevices | needs a network namespace; add one to linux.namespaces or remove this
          'linux': {'namespaces': [{'type': 'network'}], 'netDevices': {'eth/0': {}}} | linux.netDevices["eth/0"] | not an interface name; write 1 to 15 characters without space, slash or colon
          'linux': {'namespaces': [{'type': 'network'}], 'netDevices': {'eth0': {'name': '1234567890123456'}}} | linux.netDevices.eth0.name | not an interface name; write 1 to 15 characters without space, slash or colon
          'linux': {'intelRdt': {'closID': '../a'}}   | linux.intelRdt.closID | not a directory name; write one without slash
          'linux': {'intelRdt': {'memBwSchema': 'L3:'}} | linux.intelRdt.memBwSchema | write one line that starts with MB:
          'linux': {'intelRdt': {'schemata': ['a\\n']}} | linux.intelRdt.schemata[0] | has a line break; write one line
          'linux': {'memoryPolicy': {'mode': 'MPOL_BIND'}} | linux.memoryPolicy.nodes | is missing; MPOL_BIND needs at least one node
          'linux': {'memoryPolicy': {'mode': 'MPOL_LOCAL', 'nodes': '0'}} | linux.memoryPolicy.nodes | must be absent with MPOL_LOCAL; remove it
          'linux': {'personality': {'domain': 'LINUX', 'flags': ['x']}} | linux.personality.flags | no flag is known; remove them
          'linux': {'seccomp': {'defaultAction': 'SCMP_ACT_ALLOW', 'defaultErrnoRet': 1}} | linux.seccomp.defaultErrnoRet | SCMP_ACT_ALLOW takes no error number; remove it
          'linux': {'seccomp': {'defaultAction': 'SCMP_ACT_ALLOW', 'listenerMetadata': 'a'}} | linux.seccomp.listenerMetadata | needs listenerPath; add it or remove this
          'linux': {'seccomp': {'defaultAction': 'SCMP_ACT_ALLOW', 'syscalls': [{'action': 'SCMP_ACT_ERRNO', 'names': []}]}} | linux.seccomp.syscalls[0].names | is empty; name at least one system call
          'linux': {'seccomp': {'defaultAction': 'SCMP_ACT_ALLOW', 'syscalls': [{'action': 'SCMP_ACT_LOG', 'names': ['read'], 'errnoRet': 1}]}} | linux.seccomp.syscalls[0].errnoRet | SCMP_ACT_LOG takes no error number; remove it
          'linux': {'resources': {'hugepageLimits': [{'pageSize': '64kB', 'limit': 1}]}} | linux.resources.hugepageLimits[0].pageSize | found "64kB"; write a size such as 64KB, 2MB or 1GB
          'linux': {'resources': {'rdma': {'mlx': {}}}} | linux.resources.rdma.mlx | limits nothing; add hcaHandles or hcaObjects
          'linux': {'resources': {'unified': {'../memory.max': '1'}}} | linux.resources.unified["../memory.max"] | not a cgroup file; write a name such as memory.high
          'linux': {'resources': {'blockIO': {'weightDevice': [{'major': 8, 'minor': 0}]}}} | linux.resources.blockIO.weightDevice[0] | weighs nothing; add weight or leafWeight
          """)
  void aContainerBreaksARule(String properties, String path, String message) throws Exception {
    assertThat(SpecValidator.validate(SpecReader.read(container(properties))))
        .containsExactly(new Violation(path, message));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'hostname': 'a', 'linux': {'namespaces': [{'type': 'uts', 'path': '/proc/1/ns/uts'}]}",
        "'linux': {'namespaces': [{'type': 'user', 'path': '/proc/1/ns/user'}]}",
        "'linux': {'namespaces': [{'type': 'ipc'}], 'sysctl': {'kernel/msgmax': '1'}}",
        "'linux': {'namespaces': [{'type': 'network'}], 'sysctl': {'net/ipv4/conf/e.1/a': '1'}}",
        "'linux': {'cgroupsPath': 'system.slice:docker:3f2c'}",
        "'linux': {'cgroupsPath': '/a..b/..c'}",
        "'linux': {'intelRdt': {'closID': '/'}}",
        "'linux': {'personality': {'domain': 'LINUX'}}",
        "'linux': {'memoryPolicy': {'mode': 'MPOL_PREFERRED'}}",
        "'linux': {'resources': {'hugepageLimits': [{'pageSize': '1GB', 'limit': 1}]}}"
      })
  void theseAreValid(String properties) throws Exception {
    assertThat(SpecValidator.validate(SpecReader.read(container(properties)))).isEmpty();
  }

  @Test
  void theSizeOfNoConsoleIsIgnored() throws Exception {
    assertThat(
            SpecValidator.validateProcess(
                SpecReader.readProcess(
                    json(
                        "{'args': ['a'], 'cwd': '/',"
                            + " 'consoleSize': {'height': 70000, 'width': 0}}"))))
        .isEmpty();
  }

  @Test
  void aRelativeMountDestinationIsAWarning() throws Exception {
    Spec spec = SpecReader.read(container("'mounts': [{'destination': 'data'}]"));

    assertThat(SpecValidator.validate(spec)).isEmpty();
    assertThat(SpecValidator.warnings(spec))
        .containsExactly(
            new Violation(
                "mounts[0].destination",
                "took the relative path \"data\" from /; write it absolute"));
  }

  @Test
  void anUnknownCapabilityIsAWarning() throws Exception {
    Spec spec =
        SpecReader.read(
            json(
                """
                {'ociVersion': '1.2.0', 'root': {'path': 'r'},
                 'process': {'args': ['a'], 'cwd': '/',
                             'capabilities': {'bounding': ['CAP_CHOWN', 'CAP_FLY'],
                                              'ambient': ['chown']}}}
                """));

    assertThat(SpecValidator.validate(spec)).isEmpty();
    assertThat(SpecValidator.warnings(spec))
        .containsExactly(
            new Violation(
                "process.capabilities.bounding[1]",
                "ignored unknown capability \"CAP_FLY\"; remove it"),
            new Violation(
                "process.capabilities.ambient[0]",
                "ignored unknown capability \"chown\"; remove it"));
  }

  @Test
  void capabilitiesHaveTheNumbersOfTheKernel() {
    assertThat(Capability.named("CAP_CHOWN").number()).isEqualTo(0);
    assertThat(Capability.named("CAP_NET_BIND_SERVICE").number()).isEqualTo(10);
    assertThat(Capability.named("CAP_SYS_ADMIN").number()).isEqualTo(21);
    assertThat(Capability.named("CAP_AUDIT_READ").number()).isEqualTo(37);
    assertThat(Capability.named("CAP_CHECKPOINT_RESTORE").number()).isEqualTo(40);
    assertThat(Capability.named("cap_chown")).isNull();
  }

  @Test
  void pathsOfASingleProcessOrResourcesStartThere() throws Exception {
    assertThat(SpecValidator.validateProcess(SpecReader.readProcess(json("{'env': ['a']}"))))
        .containsExactly(
            new Violation("args", "is empty; add the program to run"),
            new Violation("cwd", "is missing; add the working directory, such as /"),
            new Violation("env[0]", "has no '='; write NAME=value"));
    assertThat(
            SpecValidator.validateResources(
                SpecReader.readResources(json("{'unified': {'cgroup/procs': '1'}}"))))
        .containsExactly(
            new Violation(
                "unified[\"cgroup/procs\"]",
                "not a cgroup file; write a name such as memory.high"));
  }

  private static String versioned(String version) {
    return "{'ociVersion': '"
        + version
        + "', 'root': {'path': 'r'}, 'process': {'args': ['a'], 'cwd': '/'}}";
  }

  private static List<Violation> validate(String document) throws InvalidSpec {
    return SpecValidator.validate(SpecReader.read(json(document)));
  }
}
