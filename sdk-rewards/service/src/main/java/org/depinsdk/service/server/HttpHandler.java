package org.depinsdk.service.server;

import java.util.concurrent.CompletableFuture;

/** What answers requests. */
interface HttpHandler {
  /** The answer to a request with method GET; that to HEAD is sent without its body. Takes no time on the calling thread. */
  CompletableFuture<HttpReply> handle(HttpGet question);
}
