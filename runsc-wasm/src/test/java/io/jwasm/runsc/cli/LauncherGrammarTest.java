package io.jwasm.runsc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.runsc.LauncherSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.ParseResult;

/** Whatever the launcher's {@code options.c} accepts means the same to the Java command line. */
class LauncherGrammarTest {
  /** Verb, its words as the launcher takes them, and a call. */
  private static final String CALLS =
      """
      create | c1         | create c1
      create | c1         | --root /r --log /l --log-format json create --bundle /b --pid-file /p c1
      create | c1         | --root=/r --log=/l --log-format=text create --bundle=/b --pid-file=/p c1
      create | c1         | --systemd-cgroup --debug --strace --rootless auto create c1
      create | c1         | --rootless=true --rootless=false --criu criu --criu=criu create c1
      create | c1         | --platform wasm --debug-log /d --cache /c create c1
      create | c1         | --platform=other --debug-log=/d --cache=/c create c1
      create | c1         | --overlay memory --overlay=none create c1
      create | c1         | --page-allocator heap --page-allocator=accounted,limit=64m:memfd create c1
      create | c1         | --network host --network=sandbox --network=none create c1
      create | c1         | --net-allow out:*:443 --net-allow=in:*:80 --net-listen tcp:80 --net-listen= create c1
      create | c1         | --sandbox-option -XX:+A --sandbox-option=-Db=c create c1
      create | c1         | --root create --log --debug create c1
      create | c1         | --root= --log= --debug-log= create --bundle= --pid-file= c1
      create | c1         | create -b /b --console-socket /s --pidfd-socket /f --preserve-fds 3 c1
      create | c1         | create c1 -b /b --console-socket=/s --pidfd-socket=/f --preserve-fds=3
      create | c1         | create --no-pivot c1 --no-new-keyring
      create | c1         | create --pid-file --bundle c1
      create | c1         | create --bundle -b -b --bundle c1
      create | -          | create -
      create | create     | create create
      run    | c1         | run --detach --keep --no-subreaper c1
      run    | c1         | run -d -b /b --no-pivot --no-new-keyring c1
      run    | c1         | run c1 -d --pid-file /p --console-socket /s --pidfd-socket /f
      run    | run        | run --preserve-fds 0 run --keep
      start  | c1         | start c1
      state  | c1         | --root /r state c1
      state  | kill       | state kill
      kill   | c1         | kill c1
      kill   | c1 9       | kill c1 9
      kill   | c1 -9      | kill c1 -9
      kill   | c1 KILL    | kill --all c1 KILL
      kill   | c1 SIGUSR1 | kill -a c1 SIGUSR1
      kill   | c1 15      | kill c1 --all 15
      kill   | c1 RTMIN+1 | kill c1 -a RTMIN+1
      kill   | c1 TERM    | kill c1 TERM -a
      kill   | c1         | kill c1 --all
      kill   | - -        | kill - -
      delete | c1         | delete c1
      delete | c1         | delete --force c1
      delete | c1         | delete -f c1
      delete | c1         | delete c1 --force
      delete | c1         | delete c1 -f -f
      """;

  @ParameterizedTest
  @MethodSource("calls")
  void callOfTheLauncherIsUnderstoodAlike(String verb, List<String> words, List<String> call)
      throws Exception {
    ParseResult parsed = new Grammar().parse(call);
    Globals.of(parsed, Map.of());
    ParseResult own = parsed.subcommand();
    assertThat(own.commandSpec().name()).isEqualTo(verb);
    assertThat(Grammar.arguments(own)).isEqualTo(words);
    new Grammar().find(verb).orElseThrow().arguments().check(verb, words.size());
  }

  @Test
  void everyFlagOfTheLauncherIsInTheTable() throws IOException {
    String options = LauncherSource.read("options.c").text();
    Set<String> flags = new TreeSet<>(LauncherSource.matches(options, "\"(--?[a-z][a-z-]*)\""));
    assertThat(flags).hasSizeGreaterThan(20);
    Set<String> tested = new TreeSet<>();
    calls().map(arguments -> (List<?>) arguments[2]).forEach(call -> addFlags(call, tested));
    assertThat(tested).containsAll(flags);
  }

  private static void addFlags(List<?> call, Set<String> flags) {
    for (Object word : call) {
      flags.add(word.toString().replaceFirst("=.*", ""));
    }
  }

  static Stream<Object[]> calls() {
    List<Object[]> calls = new ArrayList<>();
    for (String line : CALLS.lines().toList()) {
      String[] columns = line.split("\\|", -1);
      calls.add(new Object[] {columns[0].strip(), words(columns[1]), words(columns[2])});
    }
    return calls.stream();
  }

  private static List<String> words(String column) {
    return Arrays.asList(column.strip().split(" ", -1));
  }
}
