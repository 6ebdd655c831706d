package io.jwasm.runsc.cli;

import io.jwasm.runsc.container.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine.ParseResult;

/** {@code jwasm debug}: what the walls around a sandbox are made of. */
final class Debug implements Verb {
  private static final String SECCOMP = "seccomp";
  private static final List<String> NETWORKS = List.of("none", "sandbox", "host");

  @Override
  public String name() {
    return "debug";
  }

  @Override
  public String summary() {
    return "shows what a sandbox is allowed to do";
  }

  @Override
  public Arguments arguments() {
    return new Arguments(SECCOMP, 1, 1, Arguments.Order.MIXED);
  }

  @Override
  public String description() {
    return """
    jwasm debug seccomp prints the system calls that a sandbox may make of the host's kernel
    once its guest can run, each with its condition and the reason why it is there. Every other
    call answers EPERM, and some end the sandbox. With --debug before create or run, the sandbox
    log names each call that was denied.
    """;
  }

  @Override
  public void run(ParseResult parsed, Session session) throws Failure {
    String topic = Grammar.arguments(parsed).getFirst();
    if (!topic.equals(SECCOMP)) {
      throw new Failure.InvalidArgument("unknown topic \"" + topic + "\"; it is " + SECCOMP);
    }
    print(PolicyRule.read(policy()), session.out());
  }

  private static void print(List<PolicyRule> rules, PrintStream out) {
    Table table = new Table("CALL", "ACTION", "CONDITION", "NETWORK", "REASON");
    for (PolicyRule rule : rules) {
      String network = rule.network().isEmpty() ? "any" : rule.network();
      table.add(rule.call(), rule.action(), rule.condition(), network, rule.reason());
    }
    table.print(out);
    for (String network : NETWORKS) {
      out.println("--network=" + network + ": " + allowed(rules, network) + " calls allowed");
    }
  }

  private static long allowed(List<PolicyRule> rules, String network) {
    return rules.stream()
        .filter(rule -> rule.allowsIn(network))
        .map(PolicyRule::call)
        .distinct()
        .count();
  }

  private static String policy() {
    try (InputStream text = Debug.class.getResourceAsStream("sandbox.policy")) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("the policy is part of the program", e);
    }
  }
}
