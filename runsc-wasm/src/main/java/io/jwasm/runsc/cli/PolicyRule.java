package io.jwasm.runsc.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * A line of {@code sandbox.policy}.
 *
 * @param action allow, kill, or the name of the error that the call answers
 * @param call name of the system call
 * @param condition what has to hold for its arguments; empty for nothing
 * @param network the value of {@code --network} that it is for; empty for all
 * @param reason why it is there
 */
record PolicyRule(String action, String call, String condition, String network, String reason) {
  private static final String ERRNO = "errno ";
  private static final String REASON = " -- ";

  /** Returns the rules of a policy, whose form is known to be right: the filters are made of it. */
  static List<PolicyRule> read(String policy) {
    List<PolicyRule> rules = new ArrayList<>();
    for (String line : policy.lines().toList()) {
      if (!line.isEmpty() && !line.startsWith("#")) {
        rules.add(of(line));
      }
    }
    return rules;
  }

  private static PolicyRule of(String line) {
    int dashes = line.indexOf(REASON);
    String rule = line.substring(0, dashes);
    int in = rule.indexOf(" in ");
    String network = in < 0 ? "" : rule.substring(in + " in ".length());
    rule = in < 0 ? rule : rule.substring(0, in);
    int when = rule.indexOf(" if ");
    String condition = when < 0 ? "" : rule.substring(when + " if ".length());
    String action = when < 0 ? rule : rule.substring(0, when);
    // "allow read", "kill execve", "errno ENOSYS clone3"
    String answer = action.startsWith(ERRNO) ? action.substring(ERRNO.length()) : action;
    int space = answer.indexOf(' ');
    return new PolicyRule(
        answer.substring(0, space),
        answer.substring(space + 1),
        condition,
        network,
        line.substring(dashes + REASON.length()));
  }

  /** Whether it lets the call through in a sandbox with that network. */
  boolean allowsIn(String chosenNetwork) {
    return action.equals("allow") && (network.isEmpty() || network.equals(chosenNetwork));
  }
}
