package io.jwasm.bench;

import java.nio.file.Path;

/** A module that runs in node. */
record NodeProcess(Workshop workshop, Process process, Pipe pipe) implements IdleProgram {
  /** The command that runs the module. */
  static Command command(Workshop workshop, Path module) {
    return new Command(workshop, "node", "--no-warnings", workshop.nodeScript(), module);
  }

  static NodeProcess start(Workshop workshop, Path module) throws BenchException {
    Pipe pipe = Pipe.open(workshop);
    try {
      Process process =
          command(workshop, module)
              .input(pipe.input())
              .start(pipe.output(), workshop.newPath("err"));
      workshop.daemon(process);
      return new NodeProcess(workshop, process, pipe);
    } catch (BenchException e) {
      pipe.close();
      throw e;
    }
  }

  @Override
  public void awaitIdle() throws BenchException {
    pipe.awaitEcho();
  }

  @Override
  public long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    pipe.close();
    workshop.end(process);
  }
}
