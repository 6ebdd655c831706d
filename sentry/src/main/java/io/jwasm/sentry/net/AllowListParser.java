package io.jwasm.sentry.net;

import io.jwasm.sentry.errno.ErrnoException;
import java.util.ArrayList;
import java.util.List;

/** Reads the text of an {@link AllowList}. */
final class AllowListParser {
  /** Most entries of a list. */
  static final int MOST = 1024;

  private static final String IN = "in:";
  private static final String OUT = "out:";
  private static final String UNIX = "unix";
  private static final String NONE = "none";
  private static final String ANY = "*";
  private static final String LOCALHOST = "localhost";
  private static final String[] LOOPBACK = {"127.0.0.0/8", "::1"};

  private final List<NetworkRule> out = new ArrayList<>();
  private final List<NetworkRule> in = new ArrayList<>();
  private final List<NameRule> names = new ArrayList<>();
  private boolean unixOut;
  private boolean unixIn;
  private int count;

  private AllowListParser() {}

  static AllowList parse(String text) throws NetworkConfigException {
    AllowListParser parser = new AllowListParser();
    if (!text.isBlank() && !text.strip().equals(NONE)) {
      parser.readAll(text);
    }
    return new AllowList(parser.out, parser.in, parser.names, parser.unixOut, parser.unixIn);
  }

  private void readAll(String text) throws NetworkConfigException {
    int begin = 0;
    while (begin <= text.length()) {
      int comma = text.indexOf(',', begin);
      int end = comma < 0 ? text.length() : comma;
      String entry = text.substring(begin, end).strip();
      if (++count > MOST) {
        throw NetworkConfigException.found(entry, "a list has at most " + MOST + " entries");
      }
      new Entry(entry).read();
      begin = end + 1;
    }
  }

  /** One entry; the messages quote all of it. */
  private final class Entry {
    private final String text;
    private final boolean outward;
    private final boolean inward;

    Entry(String text) {
      this.text = text;
      this.outward = !text.startsWith(IN);
      this.inward = !text.startsWith(OUT);
    }

    void read() throws NetworkConfigException {
      String rest = text;
      if (!outward || !inward) {
        rest = text.substring(text.indexOf(':') + 1);
      }
      if (rest.equals(UNIX)) {
        unixOut |= outward;
        unixIn |= inward;
        return;
      }
      HostPort halves = HostPort.split(rest);
      if (halves == null || halves.host().isEmpty() || rest.equals(NONE)) {
        throw found(
            "write [in:|out:]HOST[:PORT[-PORT]] or unix, separated by commas, or only none");
      }
      add(halves.host(), ports(halves.port()));
    }

    private PortRange ports(String port) throws NetworkConfigException {
      PortRange ports = port == null ? PortRange.ALL : PortRange.parse(port);
      if (ports == null) {
        throw found("a port is a number from 1 to 65535, or two of them with a hyphen");
      }
      return ports;
    }

    private void add(String host, PortRange ports) throws NetworkConfigException {
      if (host.equals(ANY)) {
        add(new NetworkRule(null, ports));
      } else if (host.equals(LOCALHOST)) {
        for (String loopback : LOOPBACK) {
          add(new NetworkRule(IpNetwork.parse(loopback), ports));
        }
      } else if (host.indexOf(':') >= 0 || host.indexOf('/') >= 0 || isNumeric(host)) {
        add(new NetworkRule(network(host), ports));
      } else {
        names.add(name(host, ports));
      }
    }

    /** A name has a letter in it; what has none is an address, right or wrong. */
    private static boolean isNumeric(String host) {
      for (int i = 0; i < host.length(); i++) {
        char letter = host.charAt(i);
        if (letter != '.' && (letter < '0' || letter > '9')) {
          return false;
        }
      }
      return true;
    }

    private IpNetwork network(String host) throws NetworkConfigException {
      IpNetwork network = IpNetwork.parse(host);
      if (network == null) {
        throw found("it is neither an address nor a block such as 10.0.0.0/8 or fd00::/8");
      }
      if (network.isEmbedded()) {
        throw found("its addresses stand for IPv4 ones: write those");
      }
      return network;
    }

    private NameRule name(String host, PortRange ports) throws NetworkConfigException {
      if (!outward) {
        throw found("who connects has no name: write an address or a block");
      }
      boolean below = host.startsWith("*.");
      try {
        String name = HostName.canonical(below ? host.substring(2) : host);
        return below ? NameRule.below(name, ports) : NameRule.of(name, ports);
      } catch (ErrnoException e) {
        throw found("a host is *, an address, a block, a name or *.NAME");
      }
    }

    private void add(NetworkRule rule) {
      if (outward) {
        out.add(rule);
      }
      if (inward) {
        in.add(rule);
      }
    }

    private NetworkConfigException found(String remedy) {
      return NetworkConfigException.found(text, remedy);
    }
  }
}
