package io.jwasm.runsc.control;

/**
 * One message.
 *
 * @param type what it says
 * @param payload its content; not to be changed
 */
public record Frame(FrameType type, byte[] payload) {}
