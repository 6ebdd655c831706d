/**
 * From names to addresses as a C library does it, with the container's own files and sockets of its
 * own stack. Nothing here asks the host, whose C library would read other files.
 *
 * <pre>
 *  Resolver -> EtcFiles   /etc/nsswitch.conf, hosts, resolv.conf, services, by the VFS
 *     |
 *  NameServers -> Exchange   one server, UDP and then TCP
 *                    |
 *                 Question   messages; the only user of dnsjava, loaded by the first one
 * </pre>
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/resolv.conf.5.html">resolv.conf(5)</a>
 */
package io.jwasm.sentry.net.names;
