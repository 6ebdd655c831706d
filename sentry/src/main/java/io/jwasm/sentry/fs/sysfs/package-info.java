/** The kernel's own sysfs and cgroup file system, in which there is next to nothing. */
package io.jwasm.sentry.fs.sysfs;
