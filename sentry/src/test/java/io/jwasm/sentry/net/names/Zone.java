package io.jwasm.sentry.net.names;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Records that a {@link DnsServer} knows; it answers as a server that follows aliases. */
final class Zone implements DnsServer.Script {
  private final List<Record> records = new ArrayList<>();

  /** Adds an address, or with a dot at its end an alias. */
  Zone with(String name, String value) throws IOException {
    Name owner = Name.fromString(name);
    if (value.endsWith(".")) {
      records.add(new CNAMERecord(owner, DClass.IN, 60, Name.fromString(value)));
    } else {
      InetAddress address = InetAddress.getByAddress(IpBytes.of(value));
      records.add(
          value.indexOf(':') < 0
              ? new ARecord(owner, DClass.IN, 60, address)
              : new AAAARecord(owner, DClass.IN, 60, address));
    }
    return this;
  }

  @Override
  public List<byte[]> answer(Message query) {
    return List.of(reply(query).toWire());
  }

  Message reply(Message query) {
    Message reply = DnsServer.reply(query);
    Name at = query.getQuestion().getName();
    boolean known = false;
    for (int aliases = 0; at != null && aliases < 40; aliases++) {
      Name next = null;
      for (Record entry : records) {
        if (entry.getName().equals(at)) {
          known = true;
          if (entry instanceof CNAMERecord alias) {
            next = alias.getTarget();
          }
          if (entry.getType() == Type.CNAME || entry.getType() == query.getQuestion().getType()) {
            reply.addRecord(entry, Section.ANSWER);
          }
        }
      }
      at = next;
    }
    reply.getHeader().setRcode(known ? Rcode.NOERROR : Rcode.NXDOMAIN);
    return reply;
  }
}
