/** What {@code linux.resources} means to the host: files of control groups, of version 1 and 2. */
package io.jwasm.runsc.limits;
