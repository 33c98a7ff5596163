package org.depinsdk.hardware.ocpp;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.depinsdk.hardware.driver.Registration;

/** Listeners for one kind of thing. Safe for use by several threads. */
final class Listeners<T> {
  private static final System.Logger LOG = System.getLogger(Listeners.class.getName());

  private final List<Consumer<T>> all = new CopyOnWriteArrayList<>();

  Registration add(Consumer<T> listener) {
    all.add(listener);
    return () -> all.remove(listener);
  }

  /** Notifies all listeners; what they throw is only logged. */
  void tell(T what) {
    for (Consumer<T> listener : all) {
      try {
        listener.accept(what);
      } catch (RuntimeException e) {
        // the listener is somebody else's code: its faults must not stop the driver
        LOG.log(System.Logger.Level.WARNING, "a listener failed", e);
      }
    }
  }

  /** Notifies all listeners, and fails if one of them does. */
  void tellOrFail(T what) {
    RuntimeException failure = null;
    for (Consumer<T> listener : all) {
      try {
        listener.accept(what);
      } catch (RuntimeException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
