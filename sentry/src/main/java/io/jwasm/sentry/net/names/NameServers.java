package io.jwasm.sentry.net.names;

import io.jwasm.sentry.errno.Errno;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.event.Clock;
import io.jwasm.sentry.host.RandomSource;
import io.jwasm.sentry.net.IpAddress;
import io.jwasm.sentry.net.Network;
import io.jwasm.sentry.net.SocketAddress;
import io.jwasm.sentry.net.SocketFamily;
import io.jwasm.sentry.vfs.Caller;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The name servers of a container: who is asked, how often, and what is made of their answers. */
final class NameServers {
  private final Network network;
  private final RandomSource random;
  private final Clock clock;
  private final SpareBuffer spare;
  private final int port;

  /** Counts questions, for servers that take turns. */
  private final AtomicInteger turn = new AtomicInteger();

  NameServers(Network network, RandomSource random, Clock clock, SpareBuffer spare, int port) {
    this.network = network;
    this.random = random;
    this.clock = clock;
    this.spare = spare;
    this.port = port;
  }

  /**
   * What the servers know of a name.
   *
   * @param addresses of IPv4 first; empty when there are none, or nobody says so
   * @param reply FINAL when all was answered; FOREIGN when nobody did; otherwise what came instead
   */
  record Answer(List<IpAddress> addresses, Reply reply) {}

  /**
   * Asks one server after the other, as often as resolv.conf says, until one has answered.
   *
   * <p>Errors: EINTR; EIO without random numbers; EMFILE, ENFILE and ENOMEM of the host.
   *
   * <p>Blocking: as long as resolv.conf says.
   *
   * @param name in its canonical form
   * @param family null for both, which are asked for at once
   */
  Answer ask(Caller caller, ResolvConf conf, String name, SocketFamily family)
      throws ErrnoException {
    List<Question> questions = questions(name, family);
    List<IpAddress> servers = conf.servers();
    int first = conf.rotates() ? Math.floorMod(turn.getAndIncrement(), servers.size()) : 0;
    int times = conf.attempts() * servers.size();
    for (int i = 0; i < times && !isEnough(questions); i++) {
      IpAddress server = servers.get((first + i) % servers.size());
      List<Question> open = open(questions);
      open.forEach(Question::askAgain);
      SocketAddress address = new SocketAddress.Inet(server, port);
      new Exchange(network, clock, spare, caller, address, conf.timeoutNanos()).ask(open);
    }
    return answer(questions);
  }

  private List<Question> questions(String name, SocketFamily family) throws ErrnoException {
    List<Question> questions = new ArrayList<>();
    if (family != SocketFamily.INET6) {
      questions.add(new Question(randomId(), name, SocketFamily.INET));
    }
    if (family != SocketFamily.INET) {
      questions.add(new Question(randomId(), name, SocketFamily.INET6));
    }
    return questions;
  }

  private int randomId() throws ErrnoException {
    ByteBuffer bytes = ByteBuffer.allocate(2);
    try {
      random.fill(bytes);
    } catch (IOException e) {
      throw Errno.EIO.exception();
    }
    return bytes.getShort(0) & 0xffff;
  }

  private static List<Question> open(List<Question> questions) {
    List<Question> open = new ArrayList<>();
    for (Question question : questions) {
      if (question.reply() != Reply.FINAL) {
        open.add(question);
      }
    }
    return open;
  }

  /** An address in the hand is not kept waiting for more than one server's silence. */
  private static boolean isEnough(List<Question> questions) {
    boolean all = true;
    for (Question question : questions) {
      boolean answered = question.reply() == Reply.FINAL;
      if (answered && !question.addresses().isEmpty()) {
        return true;
      }
      all &= answered;
    }
    return all;
  }

  private static Answer answer(List<Question> questions) {
    List<IpAddress> addresses = new ArrayList<>();
    Reply worst = Reply.FINAL;
    for (Question question : questions) {
      if (question.reply() == Reply.FINAL) {
        addresses.addAll(question.addresses());
      } else if (question.reply().compareTo(worst) < 0) {
        worst = question.reply();
      }
    }
    return new Answer(addresses, worst);
  }
}
