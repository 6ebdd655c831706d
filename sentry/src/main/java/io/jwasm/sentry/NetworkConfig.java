package io.jwasm.sentry;

import io.jwasm.sentry.net.ListenAddress;
import io.jwasm.sentry.net.NetworkPolicy;
import java.util.List;
import java.util.function.Consumer;

/**
 * What programs reach of the network.
 *
 * @param stack name of the stack that sockets are made of, as in {@code --network}
 * @param policy whom they may talk to
 * @param listen where sockets wait that the program finds open at its start, in this order
 * @param listenSetting what says so, for the sentence of a failure
 * @param denials told a sentence about what the policy denied
 * @param addresses returns when this machine has its addresses; run before the first socket of the
 *     list is bound. Null: it has them
 */
public record NetworkConfig(
    String stack,
    NetworkPolicy policy,
    List<ListenAddress> listen,
    String listenSetting,
    Consumer<String> denials,
    Runnable addresses) {

  public NetworkConfig {
    listen = List.copyOf(listen);
  }
}
