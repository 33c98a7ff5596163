package org.depinsdk.service.trace;

import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Learns of a service's work while it is done. Called on the thread that does it, so it must be quick and throw nothing. */
public interface WorkListener {
  /** Learns nothing. */
  WorkListener NONE = new WorkListener() {
    @Override
    public Work call(String method, Function<String, @Nullable String> headers) {
      return failure -> {};
    }

    @Override
    public Work task(String name, Map<String, String> attributes) {
      return failure -> {};
    }
  };

  /** Work that has begun. */
  interface Work {
    /**
     * It has ended.
     *
     * @param failure why it failed, null if it did not
     */
    void end(@Nullable Throwable failure);
  }

  /**
   * A call begins.
   *
   * @param method the full name of the gRPC method
   * @param headers the call's header of a name, null if it has none
   * @return told of its end
   */
  Work call(String method, Function<String, @Nullable String> headers);

  /**
   * Work that nobody waits for begins.
   *
   * @param name what is done, for example {@code settle epoch}
   * @param attributes what it is done with, by name
   * @return told of its end
   */
  Work task(String name, Map<String, String> attributes);
}
