package io.jwasm.sentry.net;

/** An entry of a list about a name, or about all names below one. */
final class NameRule {
  private final String name;
  private final boolean below;
  private final PortRange ports;

  private NameRule(String name, boolean below, PortRange ports) {
    this.name = name;
    this.below = below;
    this.ports = ports;
  }

  /** Returns the rule for one name, in its {@link HostName#canonical} form. */
  static NameRule of(String name, PortRange ports) {
    return new NameRule(name, false, ports);
  }

  /** Returns the rule for all names below one, at any depth, and not for that one. */
  static NameRule below(String name, PortRange ports) {
    return new NameRule("." + name, true, ports);
  }

  /** Returns whether it is about a name, in its {@link HostName#canonical} form. */
  boolean matches(String other) {
    return below ? other.endsWith(name) : other.equals(name);
  }

  PortRange ports() {
    return ports;
  }
}
