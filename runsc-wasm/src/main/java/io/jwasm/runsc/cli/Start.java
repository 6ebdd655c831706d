package io.jwasm.runsc.cli;

/** {@code jwasm start}. */
final class Start implements LauncherVerb {
  @Override
  public String name() {
    return "start";
  }

  @Override
  public String summary() {
    return "executes the user defined process in a created container";
  }

  @Override
  public Arguments arguments() {
    return Arguments.CONTAINER_ID;
  }
}
