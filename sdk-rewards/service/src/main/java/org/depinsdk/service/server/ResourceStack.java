package org.depinsdk.service.server;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What was opened, in order. Closed newest first, each once, whatever fails on the way. */
final class ResourceStack implements Closeable {
  private final Deque<Closer> closers = new ArrayDeque<>();

  /** Closes one thing. */
  interface Closer {
    void close() throws IOException, InterruptedException;
  }

  <T extends Closeable> T add(T opened) {
    closers.push(opened::close);
    return opened;
  }

  void onClose(Closer closer) {
    closers.push(closer);
  }

  @Override
  public synchronized void close() throws IOException {
    IOException failure = null;
    while (!closers.isEmpty()) {
      try {
        closers.pop().close();
      } catch (IOException e) {
        failure = join(failure, e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        failure = join(failure, new IOException("interrupted while closing", e));
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private static IOException join(@Nullable IOException first, IOException next) {
    if (first == null) {
      return next;
    }
    first.addSuppressed(next);
    return first;
  }
}
