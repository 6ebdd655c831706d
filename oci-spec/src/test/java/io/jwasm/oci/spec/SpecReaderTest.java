package io.jwasm.oci.spec;

import static io.jwasm.oci.spec.Documents.json;
import static io.jwasm.oci.spec.Documents.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpecReaderTest {

  @Test
  void everyPropertyOfProcessIsRead() throws Exception {
    Process process = SpecReader.read(resource("full.json")).process();

    assertThat(process.terminal()).isTrue();
    assertThat(process.consoleSize()).isEqualTo(new ConsoleSize(25, 80));
    assertThat(process.user())
        .isEqualTo(new User(4_294_967_294L, 7, 511, List.of(5L, 6L), "guest"));
    assertThat(process.args()).containsExactly("/app.wasm", "-v", "");
    assertThat(process.env()).containsExactly("PATH=/bin", "TERM=xterm", "EMPTY=");
    assertThat(process.cwd()).isEqualTo("/work");
    assertThat(process.capabilities())
        .isEqualTo(
            new Capabilities(
                List.of("CAP_CHOWN", "CAP_KILL"),
                List.of("CAP_CHOWN"),
                List.of("CAP_SETUID"),
                List.of("CAP_FOWNER"),
                List.of("CAP_BPF")));
    assertThat(process.rlimits())
        .containsExactly(
            new Rlimit(RlimitType.CORE, 0, -1), new Rlimit(RlimitType.NOFILE, 1024, 4096));
    assertThat(process.noNewPrivileges()).isTrue();
    assertThat(process.apparmorProfile()).isEqualTo("acme_secure_profile");
    assertThat(process.selinuxLabel()).isEqualTo("system_u:system_r:svirt_lxc_net_t:s0:c124,c675");
    assertThat(process.oomScoreAdj()).isEqualTo(-999);
    assertThat(process.scheduler())
        .isEqualTo(
            new Scheduler(
                SchedulerPolicy.DEADLINE,
                -5,
                0,
                List.of(SchedulerFlag.RESET_ON_FORK, SchedulerFlag.DEADLINE_OVERRUN),
                1_000_000,
                2_000_000,
                3_000_000));
    assertThat(process.ioPriority()).isEqualTo(new IoPriority(IoPriorityClass.IDLE, 4));
    assertThat(process.execCpuAffinity()).isEqualTo(new CpuAffinity("0-3,7", "1"));
  }

  @Test
  void everyPropertyAtTheTopIsRead() throws Exception {
    Spec spec = SpecReader.read(resource("full.json"));

    assertThat(spec.ociVersion()).isEqualTo("1.3.0+dev");
    assertThat(spec.root()).isEqualTo(new Root("/srv/rootfs", true));
    assertThat(spec.hostname()).isEqualTo("slartibartfast");
    assertThat(spec.domainname()).isEqualTo("foobarbaz.test");
    assertThat(spec.mounts())
        .containsExactly(
            new Mount("/proc", "proc", "proc", List.of(), List.of(), List.of()),
            new Mount(
                "/data",
                "bind",
                "data",
                List.of("rbind", "idmap"),
                List.of(new IdMapping(0, 1000, 1)),
                List.of(new IdMapping(0, 2000, 2))));
    assertThat(spec.hooks())
        .isEqualTo(
            new Hooks(
                List.of(new Hook("/bin/a", List.of("a", "b"), List.of("K=V"), 5)),
                List.of(new Hook("/bin/b", List.of(), List.of(), null)),
                List.of(new Hook("/bin/c", List.of(), List.of(), null)),
                List.of(new Hook("/bin/d", List.of(), List.of(), null)),
                List.of(new Hook("/bin/e", List.of(), List.of(), null)),
                List.of(
                    new Hook("/bin/f", List.of(), List.of(), null),
                    new Hook("/bin/g", List.of(), List.of(), null))));
    assertThat(spec.annotations().toString())
        .isEqualTo("{com.example.key2=value2, com.example.key1=}");
  }

  @Test
  void everyPropertyOfLinuxIsRead() throws Exception {
    Linux linux = SpecReader.read(resource("full.json")).linux();

    assertThat(linux.uidMappings()).containsExactly(new IdMapping(0, 1000, 32_000));
    assertThat(linux.gidMappings()).containsExactly(new IdMapping(1, 2000, 4_294_967_295L));
    assertThat(linux.sysctl().toString())
        .isEqualTo("{net.ipv4.ip_forward=1, kernel.sem=250 32000 32 128}");
    assertThat(linux.cgroupsPath()).isEqualTo("/myRuntime/myContainer");
    assertThat(linux.namespaces())
        .containsExactly(
            new Namespace(NamespaceType.PID, null),
            new Namespace(NamespaceType.NETWORK, "/var/run/netns/neta"),
            new Namespace(NamespaceType.IPC, null),
            new Namespace(NamespaceType.UTS, null),
            new Namespace(NamespaceType.MOUNT, null),
            new Namespace(NamespaceType.USER, null),
            new Namespace(NamespaceType.CGROUP, null),
            new Namespace(NamespaceType.TIME, null));
    assertThat(linux.devices())
        .containsExactly(
            new Device("/dev/fuse", DeviceType.CHARACTER, 10, 229, 438L, 1L, 2L),
            new Device("/dev/pipe", DeviceType.FIFO, 0, 0, null, null, null));
    assertThat(linux.netDevices())
        .isEqualTo(Map.of("eth0", new NetDevice("container_eth0"), "ens4", new NetDevice(null)));
    assertThat(linux.rootfsPropagation()).isEqualTo(Propagation.SLAVE);
    assertThat(linux.maskedPaths()).containsExactly("/proc/kcore");
    assertThat(linux.readonlyPaths()).containsExactly("/proc/sys", "/proc/bus");
    assertThat(linux.mountLabel()).isEqualTo("system_u:object_r:svirt_sandbox_file_t:s0:c715,c811");
    assertThat(linux.intelRdt())
        .isEqualTo(
            new IntelRdt(
                "guaranteed_group",
                List.of("L3:0=7f0;1=1f", "MB:0=20"),
                "L3:0=7f0;1=1f",
                "MB:0=20;1=70",
                true));
    assertThat(linux.memoryPolicy())
        .isEqualTo(
            new MemoryPolicy(
                MemoryPolicyMode.INTERLEAVE, "2-3", List.of(MemoryPolicyFlag.STATIC_NODES)));
    assertThat(linux.personality())
        .isEqualTo(new Personality(PersonalityDomain.LINUX32, List.of()));
    assertThat(linux.timeOffsets())
        .isEqualTo(
            new TimeOffsets(new TimeOffset(-604_800, 0), new TimeOffset(172_800, 999_999_999)));
  }

  @Test
  void everyPropertyOfSeccompIsRead() throws Exception {
    assertThat(SpecReader.read(resource("full.json")).linux().seccomp())
        .isEqualTo(
            new Seccomp(
                SeccompAction.ERRNO,
                1L,
                List.of(SeccompArch.X86_64, SeccompArch.RISCV64),
                List.of(SeccompFlag.LOG),
                "/run/seccomp.sock",
                "meta",
                List.of(
                    new SeccompRule(
                        List.of("clone", "clone3"),
                        SeccompAction.TRACE,
                        38L,
                        List.of(new SeccompArg(1, -1, 3, SeccompOperator.MASKED_EQUAL))),
                    new SeccompRule(List.of("getcwd"), SeccompAction.ALLOW, null, List.of()))));
  }

  @Test
  void everyPropertyOfResourcesIsRead() throws Exception {
    Resources resources = SpecReader.read(resource("full.json")).linux().resources();

    assertThat(resources.devices())
        .containsExactly(
            new DeviceRule(false, null, null, null, "rwm"),
            new DeviceRule(true, DeviceType.BLOCK, 8L, 0L, "r"));
    assertThat(resources.memory())
        .isEqualTo(new Memory(536_870_912L, 268_435_456L, -1L, 1L, 2L, 60L, false, true, true));
    assertThat(resources.cpu())
        .isEqualTo(
            new Cpu(1024L, -1L, 1_000_000L, 500_000L, 950_000L, 1_000_000L, "2-3", "0-7", 1L));
    assertThat(resources.pids()).isEqualTo(new Pids(32_771L));
    assertThat(resources.blockIo())
        .isEqualTo(
            new BlockIo(
                10,
                65_535,
                List.of(new WeightDevice(8, 0, 500, 300), new WeightDevice(8, 16, 500, null)),
                List.of(new ThrottleDevice(8, 1, 600)),
                List.of(new ThrottleDevice(8, 2, 700)),
                List.of(new ThrottleDevice(8, 3, 800)),
                List.of(new ThrottleDevice(8, 4, -1))));
    assertThat(resources.hugepageLimits())
        .containsExactly(new HugepageLimit("2MB", 9_223_372_036_854_772_000L));
    assertThat(resources.network())
        .isEqualTo(new Network(1_048_577L, List.of(new InterfacePriority("eth0", 500))));
    assertThat(resources.rdma())
        .isEqualTo(Map.of("mlx5_1", new Rdma(3L, 10_000L), "mlx4_0", new Rdma(null, 1000L)));
    assertThat(resources.unified())
        .isEqualTo(Map.of("memory.high", "1073741824", "hugetlb.1GB.max", "2"));
  }

  @Test
  void anEmptyObjectReadsAsAbsentEverything() throws Exception {
    assertThat(SpecReader.read(json("{}")))
        .isEqualTo(
            new Spec(null, null, List.of(), null, null, null, Hooks.NONE, Map.of(), Linux.NONE));
  }

  @Test
  void nullReadsAsAbsent() throws Exception {
    String document =
        """
        {'ociVersion': null, 'root': null, 'mounts': null, 'hostname': null, 'hooks': null,
         'annotations': null,
         'process': {'args': null, 'user': null, 'terminal': null, 'oomScoreAdj': null,
                     'capabilities': {'ambient': null}, 'scheduler': null},
         'linux': {'namespaces': null, 'seccomp': null, 'rootfsPropagation': null,
                   'resources': {'memory': {'limit': null, 'swappiness': null,
                                            'disableOOMKiller': null}}}}
        """;

    Spec spec = SpecReader.read(json(document));

    assertThat(spec.mounts()).isEmpty();
    assertThat(spec.process().user()).isEqualTo(User.ROOT);
    assertThat(spec.process().capabilities()).isEqualTo(Capabilities.NONE);
    assertThat(spec.linux().rootfsPropagation()).isNull();
    assertThat(spec.linux().resources().memory())
        .isEqualTo(new Memory(null, null, null, null, null, null, null, null, null));
  }

  @Test
  void anEmptyOptionalStringReadsAsAbsent() throws Exception {
    String document =
        """
        {'hostname': '', 'mounts': [{'destination': '/a', 'type': ''}],
         'linux': {'rootfsPropagation': '', 'namespaces': [{'type': 'pid', 'path': ''}]}}
        """;

    Spec spec = SpecReader.read(json(document));

    assertThat(spec.hostname()).isNull();
    assertThat(spec.mounts().getFirst().type()).isNull();
    assertThat(spec.linux().rootfsPropagation()).isNull();
    assertThat(spec.linux().namespaces().getFirst().path()).isNull();
  }

  @Test
  void escapesAndPairsOfSurrogatesAreDecoded() throws Exception {
    Spec spec = SpecReader.read(json("{'hostname': '\\u00e9\\ud83d\\ude00\\n\u00e9\ud83d\ude00'}"));

    assertThat(spec.hostname()).isEqualTo("\u00e9\ud83d\ude00\n\u00e9\ud83d\ude00");
  }

  @Test
  void propertyNamesAreCaseSensitive() throws Exception {
    assertThat(SpecReader.read(json("{'Hostname': 'a', 'HOSTNAME': 3}")).hostname()).isNull();
  }

  @Test
  void listsAndMapsCannotBeChanged() throws Exception {
    Spec spec = SpecReader.read(resource("full.json"));

    assertThatThrownBy(() -> spec.mounts().clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> spec.process().args().add("x"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> spec.annotations().put("a", "b"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> spec.linux().sysctl().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void theProcessFileOfExecIsRead() throws Exception {
    Process process =
        SpecReader.readProcess(json("{'args': ['/a.wasm'], 'cwd': '/', 'terminal': true}"));

    assertThat(process.args()).containsExactly("/a.wasm");
    assertThat(process.terminal()).isTrue();
  }

  @Test
  void theResourcesFileOfUpdateIsRead() throws Exception {
    Resources resources =
        SpecReader.readResources(json("{'memory': {'limit': 1}, 'cpu': {'shares': 2}}"));

    assertThat(resources.memory().limit()).isEqualTo(1);
    assertThat(resources.cpu().shares()).isEqualTo(2);
  }

  @Test
  void aFileOfTheWrongKindIsInvalid() {
    assertThatThrownBy(() -> SpecReader.readProcess(json("null")))
        .isInstanceOf(InvalidSpec.class)
        .hasMessage("found null; write an object");
    assertThatThrownBy(() -> SpecReader.readResources(json("[]")))
        .isInstanceOf(InvalidSpec.class)
        .hasMessage("found an array; write an object");
  }
}
