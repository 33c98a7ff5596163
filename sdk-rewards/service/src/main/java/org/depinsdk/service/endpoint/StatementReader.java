package org.depinsdk.service.endpoint;

import com.google.rpc.Code;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.epoch.Statement;
import org.depinsdk.service.ingest.OverloadedException;
import org.depinsdk.service.settle.BundleFolder;

/**
 * Reads statements out of bundles. One takes a pass over the epoch's reports, so there is one reader and a short queue; a
 * network whose operators ask often keeps an index instead.
 */
final class StatementReader {
  private static final int MAX_WAITING = 32;

  /** Below the 4 MiB that a gRPC client takes unless told otherwise. */
  private static final int MAX_CHARS = 3 << 20;

  private final BundleFolder bundles;
  private final ThreadPoolExecutor reader = new ThreadPoolExecutor(
      1,
      1,
      10,
      TimeUnit.SECONDS,
      new ArrayBlockingQueue<>(MAX_WAITING),
      task -> new Thread(task, "statements"));

  StatementReader(BundleFolder bundles) {
    this.bundles = bundles;
    // no thread is left behind by an endpoint that is no longer asked
    reader.allowCoreThreadTimeOut(true);
  }

  /** A statement as JSON; fails with a status where the epoch does not know the subject. */
  CompletableFuture<String> json(long epoch, String subject) throws OverloadedException {
    try {
      return CompletableFuture.supplyAsync(() -> read(epoch, subject), reader);
    } catch (RejectedExecutionException e) {
      throw new OverloadedException(
          MAX_WAITING + " statements are asked for already; they also stand in the bundles");
    }
  }

  private String read(long epoch, String subject) {
    Statement statement;
    try {
      statement = bundles.statement(epoch, subject);
    } catch (IOException | EncodingException e) {
      throw new CompletionException(e);
    }
    if (statement.lines().isEmpty() && statement.devices().isEmpty()) {
      throw Responses.status(Code.NOT_FOUND, subject + " took no part in epoch " + epoch);
    }
    String json = statement.toJson();
    if (json.length() > MAX_CHARS) {
      throw Responses.status(
          Code.OUT_OF_RANGE,
          "the statement has " + json.length() + " characters, at most " + MAX_CHARS
              + " are sent; read it from the bundle of epoch " + epoch);
    }
    return json;
  }
}
