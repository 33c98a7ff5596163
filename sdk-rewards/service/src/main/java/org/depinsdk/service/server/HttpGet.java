package org.depinsdk.service.server;

import java.util.Optional;

/**
 * A request of HTTP for something to read.
 *
 * @param path for example {@code /metrics}, as it was sent
 * @param query what stands after the question mark, as it was sent; empty if there is none
 * @param known the tag of the version that the client has
 */
record HttpGet(String path, Optional<String> query, Optional<String> known) {}
