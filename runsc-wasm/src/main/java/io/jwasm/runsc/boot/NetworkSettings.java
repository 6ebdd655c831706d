package io.jwasm.runsc.boot;

import io.jwasm.oci.spec.Quote;
import io.jwasm.sentry.BootException;
import io.jwasm.sentry.net.AllowList;
import io.jwasm.sentry.net.AllowLists;
import io.jwasm.sentry.net.ListenAddress;
import io.jwasm.sentry.net.NetworkConfigException;
import io.jwasm.sentry.net.NetworkPolicy;
import io.jwasm.sentry.net.NoNetwork;
import io.jwasm.sentry.net.host.HostNetwork;
import io.jwasm.sentry.net.loopback.LoopbackNetwork;
import java.util.ArrayList;
import java.util.List;

/**
 * What all {@link Settings} together say of the network.
 *
 * <pre>
 *  network     of the operator, the flag, which an annotation can narrow; what is then asked for by
 *              the environment, or else the image, must not be more: host &gt; sandbox &gt; none
 *  net.allow   every list there is: all of them have to allow what a program does
 *  net.listen  the first list there is
 * </pre>
 *
 * @param stack what sockets are made of
 * @param listen sockets that the program finds open
 * @param listenSetting what says so
 */
record NetworkSettings(
    String stack, NetworkPolicy policy, List<ListenAddress> listen, String listenSetting) {

  /** What there is, from the most that a program can reach, the default, to the least. */
  private static final List<String> STACKS =
      List.of(HostNetwork.NAME, LoopbackNetwork.NAME, NoNetwork.NAME);

  /**
   * Returns the sum.
   *
   * <p>Errors: {@link BootException} for texts that cannot be understood, and an environment or an
   * image that asks for more than the operator allows.
   */
  static NetworkSettings of(Settings settings) throws BootException {
    Origin listens = settings.first(Setting.NET_LISTEN);
    return new NetworkSettings(
        stack(settings),
        policy(settings),
        listens == null ? List.of() : listen(settings, listens),
        listens == null ? "" : listens.place(Setting.NET_LISTEN));
  }

  /** Returns whether sockets are bound to addresses that the container's hooks may bring. */
  boolean needsAddresses() {
    return !listen.isEmpty() && stack.equals(HostNetwork.NAME);
  }

  private static String stack(Settings settings) throws BootException {
    int flag = reach(settings, Origin.FLAG);
    int annotation = reach(settings, Origin.ANNOTATION);
    int environment = reach(settings, Origin.ENVIRONMENT);
    int image = reach(settings, Origin.IMAGE);
    int most = Math.max(flag, annotation);
    int asked = environment >= 0 ? environment : image;
    if (asked >= 0 && asked < most) {
      Origin asks = environment >= 0 ? Origin.ENVIRONMENT : Origin.IMAGE;
      throw new BootException(
          asks.place(Setting.NETWORK)
              + ": asks for "
              + STACKS.get(asked)
              + ", and the operator allows no more than "
              + STACKS.get(most)
              + remedy(asks, most));
    }
    return STACKS.get(Math.max(Math.max(asked, most), 0));
  }

  private static String remedy(Origin asks, int most) {
    return asks == Origin.ENVIRONMENT
        ? "; remove it"
        : "; set " + Setting.NETWORK.variable() + "=" + STACKS.get(most);
  }

  /** Returns the place in {@link #STACKS}; -1 when nothing is said. */
  private static int reach(Settings settings, Origin origin) throws BootException {
    String text = settings.text(origin, Setting.NETWORK);
    int reach = text == null ? -1 : STACKS.indexOf(text);
    if (text != null && reach < 0) {
      throw new BootException(
          origin.place(Setting.NETWORK)
              + ": found "
              + Quote.of(text)
              + "; write "
              + String.join(", ", STACKS.subList(0, STACKS.size() - 1))
              + " or "
              + STACKS.getLast());
    }
    return reach;
  }

  private static NetworkPolicy policy(Settings settings) throws BootException {
    List<AllowList> lists = new ArrayList<>();
    for (Origin origin : Origin.values()) {
      String text = settings.text(origin, Setting.NET_ALLOW);
      if (text != null) {
        try {
          lists.add(AllowList.parse(text));
        } catch (NetworkConfigException e) {
          throw invalid(origin, Setting.NET_ALLOW, e);
        }
      }
    }
    return AllowLists.of(lists);
  }

  private static List<ListenAddress> listen(Settings settings, Origin origin) throws BootException {
    try {
      return ListenAddress.parse(settings.text(origin, Setting.NET_LISTEN));
    } catch (NetworkConfigException e) {
      throw invalid(origin, Setting.NET_LISTEN, e);
    }
  }

  private static BootException invalid(Origin origin, Setting setting, NetworkConfigException e) {
    return new BootException(origin.place(setting) + ": " + e.getMessage());
  }
}
