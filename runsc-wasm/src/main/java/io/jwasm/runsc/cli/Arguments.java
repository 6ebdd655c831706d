package io.jwasm.runsc.cli;

import io.jwasm.runsc.container.Failure;

/**
 * What a verb takes after its flags.
 *
 * @param label how the help shows it
 * @param order whether flags are still flags after the first argument
 */
record Arguments(String label, int min, int max, Order order) {
  static final Arguments NONE = new Arguments("", 0, 0, Order.MIXED);
  static final Arguments CONTAINER_ID = new Arguments("<container-id>", 1, 1, Order.MIXED);

  /** Whether flags may follow arguments. */
  enum Order {
    /** {@code delete ID --force} is {@code delete --force ID}. */
    MIXED,
    /** Everything after the first argument belongs to it: {@code ps ID -ef}. */
    FLAGS_FIRST
  }

  /** Throws, in runc's words, when {@code count} arguments are too few or too many. */
  void check(String verb, int count) throws Failure {
    if (count >= min && count <= max) {
      return;
    }
    String wanted;
    if (min == max) {
      wanted = "exactly " + min;
    } else if (count < min) {
      wanted = "a minimum of " + min;
    } else {
      wanted = "a maximum of " + max;
    }
    throw new Failure.InvalidArgument(
        "\"" + verb + "\" requires " + wanted + " argument(s); see jwasm " + verb + " --help");
  }
}
