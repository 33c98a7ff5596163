package org.depinsdk.service.server;

import java.io.Closeable;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Threads that make answers which take time; beyond their number a caller is told to try again later. */
final class HttpThreads implements Closeable {
  private static final int THREADS = 2;
  private static final int WAITING = 16;

  private final ThreadPoolExecutor threads;

  HttpThreads(String name) {
    threads = new ThreadPoolExecutor(
        THREADS,
        THREADS,
        0,
        TimeUnit.SECONDS,
        new ArrayBlockingQueue<>(WAITING),
        task -> new Thread(task, name));
  }

  CompletableFuture<HttpReply> answer(Supplier<HttpReply> source) {
    try {
      return CompletableFuture.supplyAsync(source, threads);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.completedFuture(busy());
    }
  }

  static HttpReply busy() {
    return HttpReply.text(503, "too many ask at once; try again").with("Retry-After", "1");
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
