/**
 * Sockets that exist inside the sentry alone: tasks of one sandbox talk to each other, and nothing
 * else is there. No operation makes a call of the host, except that a thread parks.
 *
 * <pre>
 *  StreamSocket -> Listener -> StreamSocket         DatagramSocket -> DatagramSocket
 *       |                           |                     |
 *  ConnectionEnd  <- one lock -> ConnectionEnd      DatagramQueue
 *       |                           |
 *   ByteRing                     ByteRing
 * </pre>
 *
 * <p>What sockets keep, queued connections and datagrams too, is charged to one limit, so that a
 * program cannot fill the sentry's heap with them.
 *
 * <p>Lock order: {@code Listener}, a socket's own, that of a connection or of a {@code
 * DatagramQueue}, the queue of senders, the queue of the socket's waiters, {@code Wakeup}. The
 * tables of ports and names hold theirs around nothing else. No lock of two sockets is held at
 * once, but that of a client while its listener's is; none is held while a task waits.
 */
package io.jwasm.sentry.net.loopback;
