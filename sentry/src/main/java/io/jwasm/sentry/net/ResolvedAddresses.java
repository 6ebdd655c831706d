package io.jwasm.sentry.net;

import io.jwasm.sentry.errno.ErrnoException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Addresses that this sandbox was told for names that rules are about: what makes a rule about a
 * name one about addresses. It keeps the {@value #MOST} that were told last; a program that still
 * needs an older one asks again.
 *
 * <p>Locks: its own, around nothing else.
 */
final class ResolvedAddresses {
  static final int MOST = 4096;

  private final List<NameRule> rules;

  /** The rules whose names an address was told for, the address that was told last at the end. */
  private final Map<IpAddress, List<NameRule>> told = new LinkedHashMap<>();

  ResolvedAddresses(List<NameRule> rules) {
    this.rules = rules;
  }

  boolean hasRules() {
    return !rules.isEmpty();
  }

  /** Returns whether a rule is about a name. */
  boolean isAbout(String name) {
    return !matching(name).isEmpty();
  }

  /** Takes note of what a name was resolved to; addresses that it must not have are left out. */
  void add(String name, List<IpAddress> addresses) {
    List<NameRule> matching = matching(name);
    if (matching.isEmpty()) {
      return;
    }
    int dot = name.indexOf('.');
    boolean single = dot < 0 || dot == name.length() - 1;
    for (IpAddress address : addresses) {
      IpAddress meant = EmbeddedIpv4.unwrap(address);
      boolean mayHave =
          switch (AddressReach.of(meant)) {
            case HERE -> false;
            // A name without a dot is one of this network's own, as docker gives its containers.
            case PRIVATE -> single;
            case GLOBAL -> true;
          };
      if (mayHave) {
        add(meant, matching);
      }
    }
  }

  private synchronized void add(IpAddress address, List<NameRule> matching) {
    List<NameRule> all = told.remove(address);
    if (all == null) {
      all = new ArrayList<>();
      if (told.size() == MOST) {
        told.remove(told.keySet().iterator().next());
      }
    }
    for (NameRule rule : matching) {
      if (!all.contains(rule)) {
        all.add(rule);
      }
    }
    told.put(address, all);
  }

  /**
   * Returns whether a rule allows an address for a name that it was told for.
   *
   * @param address as {@link EmbeddedIpv4#unwrap} returned it
   */
  synchronized boolean allows(IpAddress address, int port) {
    for (NameRule rule : told.getOrDefault(address, List.of())) {
      if (rule.ports().contains(port)) {
        return true;
      }
    }
    return false;
  }

  private List<NameRule> matching(String name) {
    List<NameRule> matching = new ArrayList<>();
    if (rules.isEmpty()) {
      return matching;
    }
    try {
      String canonical = HostName.canonical(name);
      for (NameRule rule : rules) {
        if (rule.matches(canonical)) {
          matching.add(rule);
        }
      }
    } catch (ErrnoException e) {
      // No name, no rule about it.
    }
    return matching;
  }
}
