/**
 * What runs inside the sandbox process: reads config.json, boots the sentry, waits for the order to
 * start and ends with the guest's status. It begins without privileges, in a root that holds only
 * the Java image and the container's files.
 */
package io.jwasm.runsc.boot;
