package io.jwasm.bench;

import java.nio.file.Path;
import java.util.List;

/** Hello from the shell: what a container costs without an engine. */
final class HelloRuns {
  static final String JWASM = "jwasm run";
  static final String RUNC = "runc run, native";
  static final String NODE = "node, same module";
  private static final String CRUN = "crun run, native";
  private static final String COLD = "jwasm run, nothing compiled yet";

  private HelloRuns() {}

  static Section measure(Workshop workshop, Path distribution, Rounds rounds)
      throws BenchException {
    Path module = workshop.module("hello");
    Bundle guest = Bundle.of(workshop, module);
    Bundle executable = Bundle.of(workshop, workshop.executable("hello"));
    OciRuntime jwasm = OciRuntime.jwasm(workshop, distribution, PrivateCache.create(workshop));
    OciRuntime runc = OciRuntime.installed(workshop, "runc");
    OciRuntime crun = OciRuntime.installed(workshop, "crun");
    List<Series> series =
        new Race(rounds)
            .enter(RUNC, RUNC, () -> runc.runHello(executable))
            .enter(CRUN, RUNC, () -> crun.runHello(executable))
            .enter(
                NODE,
                RUNC,
                () -> NodeProcess.command(workshop, module).run().printed("hello world\n"))
            .enter(JWASM, RUNC, () -> jwasm.runHello(guest))
            .enter(
                COLD,
                JWASM,
                () ->
                    OciRuntime.jwasm(workshop, distribution, PrivateCache.create(workshop))
                        .runHello(guest))
            .run();
    return new Section("Hello, standalone", series);
  }
}
