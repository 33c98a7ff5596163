package org.depinsdk.epoch;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** The threads of an engine. With one thread the caller does the work. */
final class Workers implements Closeable {
  private final @Nullable ExecutorService pool;

  Workers(int threads) {
    this.pool = threads == 1
        ? null
        : Executors.newFixedThreadPool(threads, task -> {
          Thread thread = new Thread(task, "epoch-engine");
          thread.setDaemon(true);
          return thread;
        });
  }

  /** Runs tasks; returns what they gave, in their order. Throws what the first of them that failed threw. */
  <T> List<T> run(List<Callable<T>> tasks) throws IOException {
    List<T> results = new ArrayList<>(tasks.size());
    try {
      if (pool == null || tasks.size() == 1) {
        for (Callable<T> task : tasks) {
          results.add(task.call());
        }
      } else {
        for (Future<T> result : pool.invokeAll(tasks)) {
          results.add(result.get());
        }
      }
      return results;
    } catch (ExecutionException e) {
      throw failure(e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the engine was interrupted");
    } catch (Exception e) {
      throw failure(e);
    }
  }

  private static IOException failure(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    if (cause instanceof IOException io) {
      return io;
    }
    if (cause instanceof UncheckedIOException io) {
      return new IOException(io);
    }
    throw cause instanceof RuntimeException other ? other : new IllegalStateException(cause);
  }

  @Override
  public void close() {
    if (pool != null) {
      pool.shutdownNow();
    }
  }
}
