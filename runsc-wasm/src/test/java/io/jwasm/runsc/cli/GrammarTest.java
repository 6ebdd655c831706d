package io.jwasm.runsc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.oci.spec.DefaultSpec;
import io.jwasm.runsc.Call;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrammarTest {
  @TempDir Path bundle;

  private static final String LAUNCHER = "jwasm: the launcher does not read this form of ";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bogus x                        | unknown command "bogus"; see jwasm --help
          -- list                        | unknown command "list"; see jwasm --help
          help bogus                     | unknown command "bogus"; see jwasm --help
          @/etc/passwd                   | unknown command "@/etc/passwd"; see jwasm --help
          --bogus list                   | flag provided but not defined: -bogus; see jwasm --help
          -bogus=1 list                  | flag provided but not defined: -bogus; see jwasm --help
          list --bogus=3                 | flag provided but not defined: -bogus; see jwasm list --help
          list --root /x                 | flag provided but not defined: -root; see jwasm list --help
          create -db /b c1               | flag provided but not defined: -db; see jwasm create --help
          --root                         | flag needs an argument: -root; see jwasm --help
          create c1 --bundle             | flag needs an argument: -bundle; see jwasm create --help
          create                         | "create" requires exactly 1 argument(s); see jwasm create --help
          start                          | "start" requires exactly 1 argument(s); see jwasm start --help
          state a b                      | "state" requires exactly 1 argument(s); see jwasm state --help
          delete a b                     | "delete" requires exactly 1 argument(s); see jwasm delete --help
          run                            | "run" requires exactly 1 argument(s); see jwasm run --help
          kill                           | "kill" requires a minimum of 1 argument(s); see jwasm kill --help
          kill a 9 9                     | "kill" requires a maximum of 2 argument(s); see jwasm kill --help
          ps                             | "ps" requires a minimum of 1 argument(s); see jwasm ps --help
          list x                         | "list" requires exactly 0 argument(s); see jwasm list --help
          spec x                         | "spec" requires exactly 0 argument(s); see jwasm spec --help
          features x                     | "features" requires exactly 0 argument(s); see jwasm features --help
          list -f xml                    | invalid format option: it is table or json
          ps --format=xml c1             | invalid format option: it is table or json
          --log-format xml list          | invalid log-format: xml; it is text or json
          --rootless maybe list          | invalid value "maybe" for flag -rootless: it is one of true, false, auto
          create --preserve-fds -1 c1    | invalid value "-1" for flag -preserve-fds: it is not a count
          run --preserve-fds x c1        | invalid value "x" for flag -preserve-fds: it is not a count
          kill c1 FOO                    | unknown signal "FOO": name one as 9, KILL or SIGKILL
          kill c1 65                     | unknown signal "65": name one as 9, KILL or SIGKILL
          kill c1 RTMIN+31               | unknown signal "RTMIN+31": name one as 9, KILL or SIGKILL
          kill c1 0                      | unknown signal "0": name one as 9, KILL or SIGKILL
          kill c1 -9                     | unknown signal "-9": name one as 9, KILL or SIGKILL
          state ..                       | invalid container ID format: ".." is not made of A-Z a-z 0-9 _ + . -
          exec -it c1 sh                 | exec: not supported yet
          exec --help                    | exec: not supported yet
          pause c1                       | pause: not supported yet
          resume c1                      | resume: not supported yet
          checkpoint c1                  | checkpoint: not supported yet
          restore --bundle /b c1         | restore: not supported yet
          """)
  void wrongCallIsOneLineThatSaysWhatIsWrong(String arguments, String message) {
    assertThat(Call.of(arguments.split(" ", -1)))
        .isEqualTo(new Call(1, "", "jwasm: " + message + "\n"));
  }

  /** What the launcher reads itself is in {@link LauncherGrammarTest}. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          create | -root /r -systemd-cgroup create -bundle=/BUNDLE --no-pivot --no-new-keyring --preserve-fds 3 c1
          create | --systemd-cgroup=false create -b /BUNDLE --pid-file --bundle c1
          start  | --systemd-cgroup=true start c1
          state  | --criu /usr/sbin/criu --platform interpreter --strace state c1
          kill   | kill c1
          kill   | kill c1 9
          kill   | kill --all c1 SIGUSR1
          kill   | kill -a c1 usr1
          kill   | kill c1 --all 15
          kill   | kill c1 SIGRTMIN+30
          kill   | kill c1 rtmax-3
          delete | delete c1
          delete | delete --force c1
          delete | delete c1 -f=true
          run    | run -d --keep --no-subreaper -b /BUNDLE true
          run    | run --detach=false -b /BUNDLE -- c1
          """)
  void callsOfTheLaunchersVerbsAreUnderstood(String verb, String arguments) throws IOException {
    Files.write(bundle.resolve("config.json"), DefaultSpec.rootful());
    assertThat(Call.of(arguments.replace("/BUNDLE", bundle.toString()).split(" ", -1)).err())
        .startsWith(LAUNCHER + '"' + verb + "\": write flags as jwasm " + verb + " --help shows")
        .hasLineCount(1);
  }

  @Test
  void lastOfRepeatedFlagsWins() {
    assertThat(Call.of("--root", "/first", "--root", "/last", "list").err())
        .isEqualTo("jwasm: state directory /last does not exist; see --root\n");
  }

  @Test
  void nameOfAVerbMayBeAValue() {
    assertThat(Call.of("--root", "/list", "list").err())
        .isEqualTo("jwasm: state directory /list does not exist; see --root\n");
    assertThat(Call.of("--root", "/list", "--platform", "list", "--criu", "list", "ps").err())
        .startsWith("jwasm: \"ps\" requires a minimum of 1 argument(s)");
  }

  @Test
  void idOf1024CharactersIsTheLongest() {
    assertThat(Call.of("state", "x".repeat(1024)).err()).startsWith(LAUNCHER);
    assertThat(Call.of("state", "x".repeat(1025)).err())
        .isEqualTo("jwasm: invalid container ID format: 1025 characters are more than 1024\n");
  }
}
