package io.jwasm.runsc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.runsc.Call;
import io.jwasm.runsc.LauncherSource;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class FeaturesTest {
  @Test
  void featuresAreOneJsonDocument() {
    Call call = Call.of("features");
    assertThat(call.status()).isZero();
    assertThat(call.err()).isEmpty();
    assertThat(call.out()).endsWith("}\n");
    assertThat(call.out().replaceAll("\\s", ""))
        .isEqualTo(
            "{'ociVersionMin':'1.0.0','ociVersionMax':'1.3.0',"
                .concat("'hooks':['prestart','createRuntime','createContainer','startContainer',")
                .concat("'poststart','poststop'],")
                .concat("'mountOptions':['bind','nodev','noexec','nosuid','private','rbind','ro',")
                .concat("'rprivate','rw'],")
                .concat("'linux':{'namespaces':['cgroup','ipc','mount','network','pid','user',")
                .concat("'uts'],'capabilities':['CAP_CHOWN','CAP_DAC_OVERRIDE',")
                .concat("'CAP_DAC_READ_SEARCH','CAP_FOWNER','CAP_FSETID','CAP_NET_BIND_SERVICE'],")
                .concat("'cgroup':{'v1':true,'v2':true,'systemd':true,'systemdUser':false,")
                .concat("'rdma':false},'seccomp':{'enabled':false},'apparmor':{'enabled':false},")
                .concat("'selinux':{'enabled':false},'intelRdt':{'enabled':false},")
                .concat("'mountExtensions':{'idmap':{'enabled':false}},")
                .concat("'netDevices':{'enabled':false}},")
                .concat("'annotations':{'io.jwasm.version':'0.1.0','io.jwasm.landlock':'0'}}")
                .replace('\'', '"'));
  }

  @Test
  void namespacesAreThoseOfTheLauncher() throws IOException {
    String table = LauncherSource.read("spec.c").block("} namespace_table[NS_COUNT] = {", "};");
    assertThat(LauncherSource.matches(table, "CLONE_NEW([A-Z]+)"))
        .containsExactlyInAnyOrder("USER", "CGROUP", "IPC", "UTS", "NET", "PID", "NS");
    String answer = Call.of("features").out();
    assertThat(LauncherSource.matches(table, "= \\{ \"([a-z]+)\""))
        .hasSize(7)
        .allSatisfy(name -> assertThat(answer).contains('"' + name + '"'));
  }

  @Test
  void capabilitiesAreThoseThatTheLauncherGrantsAtMost() throws IOException {
    String most = LauncherSource.read("privilege.c").block("#define CAPABILITIES_MAX", "\n\n");
    String answer = Call.of("features").out();
    assertThat(LauncherSource.matches(answer, "\"(CAP_[A-Z_]+)\""))
        .isEqualTo(LauncherSource.matches(most, "<< (CAP_[A-Z_]+)"));
  }
}
