package io.jwasm.sentry.net;

import java.util.List;

/** Several lists that all have to agree: the operator's, and those that may only narrow it. */
public final class AllowLists implements NetworkPolicy {
  private final NetworkPolicy[] lists;

  private AllowLists(NetworkPolicy[] lists) {
    this.lists = lists;
  }

  /** Returns the policy that allows what all lists allow; {@link #OPEN} when there is none. */
  public static NetworkPolicy of(List<AllowList> lists) {
    return switch (lists.size()) {
      case 0 -> OPEN;
      case 1 -> lists.getFirst();
      default -> new AllowLists(lists.toArray(new NetworkPolicy[0]));
    };
  }

  @Override
  public boolean allowsConnect(SocketType type, SocketAddress peer) {
    for (NetworkPolicy list : lists) {
      if (!list.allowsConnect(type, peer)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean allowsBind(SocketType type, SocketAddress local) {
    for (NetworkPolicy list : lists) {
      if (!list.allowsBind(type, local)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean admits(SocketType type, SocketAddress local, SocketAddress peer) {
    for (NetworkPolicy list : lists) {
      if (!list.admits(type, local, peer)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean allowsLookUp(String name) {
    for (NetworkPolicy list : lists) {
      if (!list.allowsLookUp(name)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void resolved(String name, List<IpAddress> addresses) {
    for (NetworkPolicy list : lists) {
      list.resolved(name, addresses);
    }
  }
}
