package org.depinsdk.service.endpoint;

import java.time.Duration;

/**
 * The deadlines of calls.
 *
 * @param usual of a call whose client sets none
 * @param longest whatever a client asks for
 */
public record Timeouts(Duration usual, Duration longest) {}
