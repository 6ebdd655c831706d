package io.jwasm.sentry.net.names;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.sentry.net.SocketFamily;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

final class QuestionTest {
  private static final int ID = 0xabcd;
  private static final int MUTATIONS = 100_000;

  @Test
  void aQuestionIsAMessageThatWantsRecursion() {
    byte[] message = new Question(ID, "a.b", SocketFamily.INET6).message();
    assertThat(message)
        .isEqualTo(
            new byte[] {
              (byte) 0xab, (byte) 0xcd, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 'a', 1, 'b', 0, 0, 28, 0, 1
            });
  }

  /** The id stays, so that every message is read as an answer. */
  @Test
  void noAnswerIsMoreThanGarbage() throws Exception {
    byte[] answer = answer();
    Random random = new Random(6);
    int[] replies = new int[Reply.values().length];
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] mutated = Arrays.copyOf(answer, random.nextInt(answer.length) + 1);
      if (i % 2 == 0) {
        mutated = answer.clone();
      }
      for (int change = random.nextInt(6); change > 0 && mutated.length > 2; change--) {
        mutated[2 + random.nextInt(mutated.length - 2)] = (byte) random.nextInt(256);
      }
      Question question = new Question(ID, "www.example", SocketFamily.INET);
      replies[index(question.take(mutated))]++;
      assertThat(question.addresses()).hasSizeLessThanOrEqualTo(Resolver.MOST_ADDRESSES);
    }
    assertThat(replies[index(Reply.FINAL)]).isPositive();
    assertThat(replies[index(Reply.GARBAGE)]).isPositive();
  }

  private static int index(Reply reply) {
    return Arrays.asList(Reply.values()).indexOf(reply);
  }

  private static byte[] answer() throws Exception {
    Name name = Name.fromString("www.example.");
    Name cdn = Name.fromString("cdn.www.example.");
    Message reply = DnsServer.reply(Message.newQuery(Record.newRecord(name, Type.A, DClass.IN)));
    reply.getHeader().setID(ID);
    String[][] records = {
      {"CNAME", "cdn.www.example."},
      {"TXT", "\"text\""},
      {"MX", "10 mx.www.example."},
      {"SVCB", "1 . alpn=h2 ipv4hint=192.0.2.1"},
      {"HTTPS", "1 . port=443 ipv6hint=2001:db8::1"},
      {"SRV", "1 2 3 srv.example."},
      {"CAA", "0 issue \"ca.example\""},
      {"DS", "1 8 2 00000000000000000000000000000000000000000000000000000000000000ff"},
      {"LOC", "1 0 0 N 1 0 0 E 1m 1m 1m 1m"},
      {"APL", "1:192.0.2.0/24"},
      {"NAPTR", "1 1 \"u\" \"x\" \"\" ."},
      {"SSHFP", "1 1 00000000000000000000000000000000000000ff"}
    };
    for (String[] entry : records) {
      reply.addRecord(
          Record.fromString(name, Type.value(entry[0]), DClass.IN, 60, entry[1], Name.root),
          Section.ANSWER);
    }
    reply.addRecord(
        Record.fromString(cdn, Type.A, DClass.IN, 60, "192.0.2.1", Name.root), Section.ANSWER);
    return reply.toWire();
  }
}
