package io.jwasm.sentry.net.names;

import io.jwasm.sentry.net.IpAddress;
import io.jwasm.sentry.net.SocketFamily;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * A name and a kind of address that name servers are asked for, and what they answered. The only
 * class that uses dnsjava, and of it only messages: its resolvers have threads, selectors and a
 * configuration of their own.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1035">RFC 1035</a>
 */
final class Question {
  /** Most CNAMEs that are followed in an answer, as BIND does. */
  private static final int MOST_ALIASES = 16;

  private static final int HEADER_BYTES = 12;
  private static final int QR = 0x80;

  private final int id;
  private final Name name;
  private final int type;
  private final List<IpAddress> addresses = new ArrayList<>();
  private Reply reply = Reply.FOREIGN;

  /**
   * @param id 0 to 65,535, that nobody can guess
   * @param canonical a name in its canonical form
   */
  Question(int id, String canonical, SocketFamily family) {
    this.id = id;
    this.type = family == SocketFamily.INET ? Type.A : Type.AAAA;
    try {
      this.name = Name.fromString(canonical + ".");
    } catch (TextParseException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Returns the message that asks it. */
  byte[] message() {
    Message message = new Message(id);
    message.getHeader().setFlag(Flags.RD);
    message.addRecord(Record.newRecord(name, type, DClass.IN), Section.QUESTION);
    return message.toWire();
  }

  /** Returns what came last, FOREIGN at first. */
  Reply reply() {
    return reply;
  }

  /** Returns the addresses of a FINAL reply, at most {@link Resolver#MOST_ADDRESSES}. */
  List<IpAddress> addresses() {
    return addresses;
  }

  /** Forgets what a server said, to ask another one. */
  void askAgain() {
    reply = Reply.FOREIGN;
  }

  /** Looks at a message that came; one that is FOREIGN changes nothing. */
  Reply take(byte[] bytes) {
    boolean mine =
        bytes.length >= HEADER_BYTES
            && ((bytes[0] & 0xff) << 8 | (bytes[1] & 0xff)) == id
            && (bytes[2] & QR) != 0;
    Reply taken = mine ? read(bytes) : Reply.FOREIGN;
    if (taken != Reply.FOREIGN) {
      reply = taken;
    }
    return taken;
  }

  private Reply read(byte[] bytes) {
    try {
      return read(new Message(bytes));
    } catch (IOException | RuntimeException e) {
      // Unchecked, too: what a stranger sends must not end the sandbox by an oversight of a parser.
      return Reply.GARBAGE;
    }
  }

  private Reply read(Message message) {
    Header header = message.getHeader();
    List<Record> asked = message.getSection(Section.QUESTION);
    if (header.getOpcode() != Opcode.QUERY || asked.size() != 1 || !isThis(asked.getFirst())) {
      return Reply.FOREIGN;
    }
    if (header.getFlag(Flags.TC)) {
      return Reply.TRUNCATED;
    }
    return switch (message.getRcode()) {
      case Rcode.NOERROR -> isReferral(message) ? Reply.FAILURE : follow(message);
      case Rcode.NXDOMAIN -> Reply.FINAL;
      default -> Reply.FAILURE;
    };
  }

  private boolean isThis(Record asked) {
    return asked.getName().equals(name)
        && asked.getType() == type
        && asked.getDClass() == DClass.IN;
  }

  /** A server that neither knows nor asks others names those who would know. */
  private static boolean isReferral(Message message) {
    Header header = message.getHeader();
    return message.getSection(Section.ANSWER).isEmpty()
        && !header.getFlag(Flags.AA)
        && !header.getFlag(Flags.RA);
  }

  private Reply follow(Message message) {
    List<Record> answer = message.getSection(Section.ANSWER);
    Name at = name;
    for (int aliases = 0; aliases <= MOST_ALIASES; aliases++) {
      addAddresses(answer, at);
      at = alias(answer, at);
      if (at == null || !addresses.isEmpty()) {
        return Reply.FINAL;
      }
    }
    return Reply.GARBAGE;
  }

  private void addAddresses(List<Record> answer, Name owner) {
    for (Record record : answer) {
      boolean counts =
          record.getType() == type
              && record.getDClass() == DClass.IN
              && record.getName().equals(owner)
              && addresses.size() < Resolver.MOST_ADDRESSES;
      if (counts) {
        IpAddress address = IpAddress.of(record.rdataToWireCanonical());
        if (!addresses.contains(address)) {
          addresses.add(address);
        }
      }
    }
  }

  private static Name alias(List<Record> answer, Name owner) {
    for (Record record : answer) {
      if (record instanceof CNAMERecord alias && alias.getName().equals(owner)) {
        return alias.getTarget();
      }
    }
    return null;
  }
}
